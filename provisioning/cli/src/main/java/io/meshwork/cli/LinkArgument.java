package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.model.MeshException;
import picocli.CommandLine.Parameters;

/** Which link a command is about. */
final class LinkArgument {
  @Parameters(index = "0", paramLabel = "LINK", description = "Which link, as mesh links names it.")
  private String link = "";

  /** As it was written. */
  String name() {
    return link;
  }

  /** Where the control plane tells of it. */
  RequestPath path(String rest) {
    if (link.isBlank()) {
      throw new MeshException(
          ApiError.INVALID_DOCUMENT, "The link's id is empty; mesh links shows the ids.");
    }
    return new RequestPath("/api/v1/links/%s%s".formatted(RequestPath.encoded(link), rest));
  }
}
