package io.meshwork.api;

import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * A JSON tree that remembers where its parts stood.
 *
 * @param root the tree
 * @param lines the line, from 1, of each JSON pointer
 */
public record LocatedTree(JsonNode root, Map<String, Integer> lines) {
  /** Copies the lines. */
  public LocatedTree {
    lines = Map.copyOf(new HashMap<>(lines));
  }

  /** The line of the place, or of its nearest ancestor that was written. */
  public int line(String pointer) {
    String at = pointer;
    while (!at.isEmpty() && !lines.containsKey(at)) {
      at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
    }
    return lines.getOrDefault(at, 1);
  }
}
