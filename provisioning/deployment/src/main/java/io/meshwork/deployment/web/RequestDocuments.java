package io.meshwork.deployment.web;

import io.meshwork.api.ApiError;
import io.meshwork.api.Documents;
import io.meshwork.api.ResourceSpec;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The documents of a request's body. */
final class RequestDocuments {
  private RequestDocuments() {}

  /** None for {@code null} and an empty list; anything but documents is refused, never ignored. */
  static List<ResourceSpec> read(@Nullable JsonNode documents) {
    if (documents == null || documents.isNull()) {
      return List.of();
    }
    if (!documents.isArray() && !documents.isObject()) {
      String message = "must be a list of documents, or one, as JSON; it is a text or a number.";
      throw new MeshException(
          ApiError.INVALID_DOCUMENT,
          "/documents " + message,
          List.of(new Violation("/documents", message)));
    }
    return documents.isArray() && documents.isEmpty()
        ? List.of()
        : Documents.read(documents.toString());
  }
}
