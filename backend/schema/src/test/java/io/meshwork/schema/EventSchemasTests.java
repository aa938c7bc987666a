package io.meshwork.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.JsonText;
import io.meshwork.model.Violation;
import io.meshwork.model.catalog.SchemaFormat;
import io.meshwork.model.catalog.SchemaSpec;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventSchemasTests {
  static CompiledSchema compile(String definition) {
    return EventSchemas.compile(new SchemaSpec(SchemaFormat.JSON_SCHEMA, new JsonText(definition)));
  }

  @Test
  void pointsAtWhatIsWrongInThePayload() {
    CompiledSchema schema =
        compile(
            "{\"properties\":{\"a/b\":{\"items\":{\"type\":\"integer\"}}},\"required\":[\"c\"]}");

    List<Violation> violations = schema.validate(new JsonText("{\"a/b\":[1,\"x\"]}"));

    assertThat(violations).extracting(Violation::pointer).containsExactlyInAnyOrder("", "/a~1b/1");
  }
}
