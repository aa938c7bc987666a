package io.meshwork.schema;

import com.networknt.schema.SpecificationVersion;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A published version of JSON Schema. */
public enum SchemaDraft {
  /** Draft 4. */
  DRAFT_4("draft-04/schema", SpecificationVersion.DRAFT_4),
  /** Draft 6. */
  DRAFT_6("draft-06/schema", SpecificationVersion.DRAFT_6),
  /** Draft 7. */
  DRAFT_7("draft-07/schema", SpecificationVersion.DRAFT_7),
  /** Draft 2019-09. */
  DRAFT_2019_09("draft/2019-09/schema", SpecificationVersion.DRAFT_2019_09),
  /** Draft 2020-12, the default. */
  DRAFT_2020_12("draft/2020-12/schema", SpecificationVersion.DRAFT_2020_12);

  private static final String HOST = "json-schema.org/";

  private final String path;
  private final SpecificationVersion version;

  SchemaDraft(String path, SpecificationVersion version) {
    this.path = path;
    this.version = version;
  }

  /**
   * The draft that a {@code $schema} value names, with http or https, with or without {@code #}.
   */
  static Optional<SchemaDraft> named(String uri) {
    String bare = uri.replaceFirst("^https?://", "").replaceFirst("#$", "");
    return Arrays.stream(values()).filter(draft -> bare.equals(HOST + draft.path)).findFirst();
  }

  /** Every draft's address, for messages. */
  static String known() {
    return Arrays.stream(values()).map(SchemaDraft::uri).collect(Collectors.joining(", "));
  }

  /** The value of {@code $schema}. */
  public String uri() {
    return version.getDialectId();
  }

  SpecificationVersion version() {
    return version;
  }
}
