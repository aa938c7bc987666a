package io.meshwork.api;

import io.meshwork.model.MeshException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says in people's words why a value could not be read. */
final class WireFaults {
  private WireFaults() {}

  static String message(JacksonException e) {
    if (e.getCause() instanceof MeshException mesh) {
      return mesh.text();
    }
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
          "is not known here; there are: " + known(unknown);
      case InvalidFormatException format when format.getTargetType().isEnum() ->
          "'%s' must be one of %s."
              .formatted(format.getValue(), words(format.getTargetType().getEnumConstants()));
      case InvalidFormatException format ->
          "'%s' is not %s.".formatted(format.getValue(), expected(format.getTargetType()));
      case MismatchedInputException mismatch when mismatch.getTargetType() != null ->
          "must be %s.".formatted(expected(mismatch.getTargetType()));
      default -> e.getOriginalMessage();
    };
  }

  private static String known(UnrecognizedPropertyException e) {
    return e.getKnownPropertyIds() == null
        ? "nothing"
        : e.getKnownPropertyIds().stream()
            .map(String::valueOf)
            .sorted()
            .collect(Collectors.joining(", "));
  }

  private static String words(Object[] constants) {
    return Arrays.stream(constants)
        .map(constant -> WireNames.word((Enum<?>) constant))
        .collect(Collectors.joining(", "));
  }

  private static String expected(Class<?> type) {
    if (type == Duration.class) {
      return "a duration such as 'P7D' or 'PT30S'";
    }
    if (type == Instant.class) {
      return "a moment such as '2026-11-01T12:00:00Z'";
    }
    if (type == int.class || type == Integer.class || type == long.class) {
      return "a whole number";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    if (Collection.class.isAssignableFrom(type)) {
      return "a list";
    }
    if (Map.class.isAssignableFrom(type)
        || (type.isRecord() && type.getRecordComponents().length > 1)) {
      return "an object";
    }
    return "a text";
  }
}
