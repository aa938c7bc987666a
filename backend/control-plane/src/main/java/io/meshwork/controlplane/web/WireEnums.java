package io.meshwork.controlplane.web;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Enums in the OpenAPI document as documents write them: lower case, with hyphens. */
final class WireEnums {
  private WireEnums() {}

  static void lower(OpenAPI api) {
    api.getComponents().getSchemas().values().forEach(WireEnums::lower);
    api.getPaths().values().stream()
        .map(PathItem::readOperations)
        .flatMap(List::stream)
        .filter(operation -> operation.getParameters() != null)
        .flatMap(operation -> operation.getParameters().stream())
        .forEach(parameter -> lower(parameter.getSchema()));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static void lower(@Nullable Schema schema) {
    if (schema == null) {
      return;
    }
    List<Object> words = schema.getEnum();
    if (words != null) {
      schema.setEnum(
          words.stream()
              .map(word -> String.valueOf(word).toLowerCase(Locale.ROOT).replace('_', '-'))
              .toList());
    }
    if (schema.getProperties() != null) {
      schema.getProperties().values().forEach(inner -> lower((Schema) inner));
    }
    lower(schema.getItems());
    if (schema.getAdditionalProperties() instanceof Schema inner) {
      lower(inner);
    }
  }
}
