package io.meshwork.projection;

import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** One reading of one transform's text. */
final class ProjectionReader {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final String json;
  private final List<Violation> violations = new ArrayList<>();
  private final List<Projection.Entry> entries = new ArrayList<>();
  private final Shape.Builder shape = new Shape.Builder();

  ProjectionReader(String json) {
    this.json = json;
  }

  Projection read() {
    if (json.length() > Projection.MOST_CHARACTERS) {
      throw tooLarge(
          "The transform has %d characters; at most %d are allowed. Hand on whole objects instead of each of their fields."
              .formatted(json.length(), Projection.MOST_CHARACTERS));
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw invalid(
            "A transform is a JSON object from target pointers to source pointers, such as {\"/id\": \"/order/id\"}.");
      }
      for (String target = parser.nextName(); target != null; target = parser.nextName()) {
        entry(target, parser);
      }
      if (parser.nextToken() != null) {
        throw invalid("There is more text after the transform's end; remove it.");
      }
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      String where =
          at == null ? "" : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
      throw invalid(
          "The transform is not a JSON object%s, or names a target twice: %s."
              .formatted(where, sentence(e.getOriginalMessage())));
    }
    return checked();
  }

  private Projection checked() {
    if (entries.isEmpty() && violations.isEmpty()) {
      throw invalid(
          "The transform is empty, and would leave nothing of the payload. Name a field, such as {\"/id\": \"/order/id\"}, or leave the transform out.");
    }
    if (entries.size() > Projection.MOST_ENTRIES) {
      throw tooLarge(
          "The transform has %d entries; at most %d are allowed. Hand on whole objects instead of each of their fields."
              .formatted(entries.size(), Projection.MOST_ENTRIES));
    }
    if (!violations.isEmpty()) {
      Violation first = violations.getFirst();
      throw new MeshException(
          ProjectionError.INVALID_TRANSFORM,
          "Transform, %s: %s".formatted(first.pointer(), first.message()),
          violations);
    }
    return new Projection(entries, shape.build());
  }

  private void entry(String target, JsonParser parser) {
    JsonToken token = parser.nextToken();
    if (token != JsonToken.VALUE_STRING) {
      parser.skipChildren();
      fault(
          target,
          "Target '%s' must name its source as a text, such as \"/order/id\".".formatted(target));
      return;
    }
    String source = parser.getString();
    entries.add(new Projection.Entry(target, source));
    Pointer from = pointer(target, "source", source);
    Pointer to = pointer(target, "target", target);
    if (from != null && to != null) {
      String rival = shape.add(to, from);
      if (rival != null) {
        fault(
            target,
            "Target '%s' and target '%s' exclude each other: one would lie inside the other. Leave one out, or rename it."
                .formatted(target, rival));
      }
    }
  }

  private @Nullable Pointer pointer(String target, String what, String text) {
    Pointer pointer = Pointer.of(text);
    if (pointer == null) {
      fault(
          target,
          "'%s' is no JSON pointer, as the %s of an entry must be; write one such as '/order/id', with ~1 for a slash in a name and ~0 for a tilde."
              .formatted(text, what));
      return null;
    }
    if (pointer.steps().size() > Projection.MOST_STEPS) {
      fault(
          target,
          "'%s' has %d steps; a %s has at most %d. Hand on an object further up."
              .formatted(text, pointer.steps().size(), what, Projection.MOST_STEPS));
      return null;
    }
    return pointer;
  }

  private void fault(String target, String message) {
    violations.add(new Violation("/" + Pointer.escape(target), message));
  }

  private static MeshException invalid(String message) {
    return new MeshException(
        ProjectionError.INVALID_TRANSFORM, message, List.of(new Violation("", message)));
  }

  private static MeshException tooLarge(String message) {
    return new MeshException(
        ProjectionError.TRANSFORM_LIMIT_EXCEEDED, message, List.of(new Violation("", message)));
  }

  /** A parser's first sentence without its full stop. */
  private static String sentence(String message) {
    String line = message.lines().findFirst().orElse(message).strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
