package io.meshwork.schema;

import io.meshwork.model.JsonText;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Names the fields that a schema speaks of, to search by. */
public final class SchemaFields {
  /** So many paths are named at most. */
  public static final int MAX_FIELDS = 5000;

  private SchemaFields() {}

  /**
   * The paths of all properties, parts joined by dots and array items left out ({@code
   * order.lines.sku}); local references are followed. Bounded to {@link #MAX_FIELDS} paths; a
   * schema that recurses is followed once a path.
   *
   * @throws io.meshwork.model.MeshException {@link SchemaError#INVALID_SCHEMA}: not JSON
   */
  public static Set<String> fieldNames(JsonText schema) {
    JsonNode root = SchemaDocument.read(schema);
    Set<String> names = new TreeSet<>();
    new FieldCollector(root, names).collect();
    return names;
  }
}
