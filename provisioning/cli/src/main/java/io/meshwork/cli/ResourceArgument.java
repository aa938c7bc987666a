package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.Kind;
import io.meshwork.api.MeshJson;
import io.meshwork.model.MeshException;
import java.util.Arrays;
import tools.jackson.databind.node.ObjectNode;

/** {@code KIND/NAME} on the command line. */
record ResourceArgument(Kind kind, String name) {
  static ResourceArgument parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 1) {
      throw new MeshException(
          ApiError.INVALID_DOCUMENT,
          "'%s' must be KIND/NAME, such as Subscription/pushes.".formatted(text));
    }
    return new ResourceArgument(kind(text.substring(0, slash)), text.substring(slash + 1));
  }

  /** The kind that a person means: {@code EventType}, {@code event-type} or {@code event-types}. */
  static Kind kind(String text) {
    for (Kind kind : Kind.values()) {
      String path = kind.path();
      if (text.equalsIgnoreCase(kind.word())
          || text.equalsIgnoreCase(path)
          || text.equalsIgnoreCase(path.substring(0, path.length() - 1))) {
        return kind;
      }
    }
    throw new MeshException(
        ApiError.INVALID_DOCUMENT,
        "'%s' is no kind; there are: %s."
            .formatted(text, Arrays.stream(Kind.values()).map(Kind::path).toList()));
  }

  ObjectNode toJson() {
    return MeshJson.mapper().createObjectNode().put("kind", kind.word()).put("name", name);
  }
}
