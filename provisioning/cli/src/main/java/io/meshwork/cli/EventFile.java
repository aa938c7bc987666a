package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.MeshJson;
import io.meshwork.model.MeshException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A file of events: one JSON value, an array of them, or one a line. */
final class EventFile {
  private EventFile() {}

  static List<JsonNode> read(String text) {
    List<JsonNode> values = new ArrayList<>();
    try {
      JsonNode whole = MeshJson.tree(text);
      if (whole.isArray()) {
        whole.forEach(values::add);
      } else {
        values.add(whole);
      }
      return values;
    } catch (MeshException notOneValue) {
      int number = 0;
      for (String line : text.lines().toList()) {
        number++;
        if (!line.isBlank()) {
          values.add(line(line, number));
        }
      }
      return values;
    }
  }

  private static JsonNode line(String line, int number) {
    try {
      return MeshJson.tree(line);
    } catch (MeshException e) {
      throw new MeshException(
          ApiError.MALFORMED_DOCUMENT,
          "Line %d is not JSON, and the file is not one JSON value: %s"
              .formatted(number, e.text()));
    }
  }
}
