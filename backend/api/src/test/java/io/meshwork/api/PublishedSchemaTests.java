package io.meshwork.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code mesh … -o json} prints is published as JSON Schema, and is what the records say. */
class PublishedSchemaTests {
  private static final String UPDATE = "reference.update";

  @ParameterizedTest
  @CsvSource({
    "plan, io.meshwork.api.PlanDocument, 'A plan, as mesh plan -o json prints it'",
    "deployment, io.meshwork.api.DeploymentDocument, 'A deployment, as mesh deploy -o json and mesh apply --plan -o json print it'",
    "render, io.meshwork.api.RenderDocument, 'What would exist, as mesh render -o json prints it'"
  })
  void theCommittedSchemaIsTheRecords(String name, String type, String title)
      throws IOException, ClassNotFoundException {
    String generated = RecordSchema.of(Class.forName(type).asSubclass(Record.class), title);
    Path file = root().resolve("docs/reference/%s.schema.json".formatted(name));
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(file, generated);
    }

    assertThat(Files.exists(file) ? Files.readString(file) : "")
        .as(
            "%s is generated; write it anew with: mvn -pl backend/api -am test -Dgates.skip=true -Dtest=PublishedSchemaTests -Dsurefire.failIfNoSpecifiedTests=false -D%s=true",
            file.getFileName(), UPDATE)
        .isEqualTo(generated);
  }

  private static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve(".mvn"))) {
      at = at.getParent();
    }
    return at;
  }
}
