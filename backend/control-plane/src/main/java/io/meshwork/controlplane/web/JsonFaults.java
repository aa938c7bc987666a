package io.meshwork.controlplane.web;

import io.meshwork.api.MeshJson;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.exc.ValueInstantiationException;

/** Says in people's words, with line and column, why a JSON body could not be read. */
final class JsonFaults {
  private JsonFaults() {}

  static Violation of(JacksonException error) {
    TokenStreamLocation at = error.getLocation();
    String place =
        at == null || at.getLineNr() < 1
            ? ""
            : "Line %d, column %d: ".formatted(at.getLineNr(), at.getColumnNr());
    return new Violation(MeshJson.pointer(error), place + message(error));
  }

  private static String message(JacksonException error) {
    if (error.getCause() instanceof MeshException mesh) {
      return mesh.text();
    }
    return switch (error) {
      case ValueInstantiationException value ->
          "something required is missing; there are: %s."
              .formatted(components(value.getType().getRawClass()));
      case UnrecognizedPropertyException unknown ->
          "'%s' is not known here; there are: %s."
              .formatted(
                  unknown.getPropertyName(),
                  unknown.getKnownPropertyIds() == null
                      ? "none"
                      : unknown.getKnownPropertyIds().stream()
                          .map(String::valueOf)
                          .sorted()
                          .collect(Collectors.joining(", ")));
      case InvalidFormatException format ->
          "this value is not %s.".formatted(expected(format.getTargetType()));
      case MismatchedInputException mismatch ->
          "this must be %s.".formatted(expected(mismatch.getTargetType()));
      default -> firstLine(String.valueOf(error.getOriginalMessage()));
    };
  }

  private static List<String> components(Class<?> type) {
    return type.isRecord()
        ? Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList()
        : List.of();
  }

  /** What a type wants, in words. */
  static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "what is wanted here";
    }
    if (type.isEnum()) {
      return "one of "
          + Arrays.stream(type.getEnumConstants())
              .map(c -> ((Enum<?>) c).name().toLowerCase(Locale.ROOT).replace('_', '-'))
              .toList();
    }
    return switch (type.getSimpleName()) {
      case "int", "Integer", "long", "Long" -> "a whole number";
      case "double", "Double" -> "a number";
      case "boolean", "Boolean" -> "true or false";
      case "Instant" -> "a moment such as '2026-11-01T12:00:00Z'";
      case "UUID" -> "an id such as '123e4567-e89b-12d3-a456-426614174000'";
      case "String" -> "a text";
      case "List", "Set" -> "a list";
      default -> "an object";
    };
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
