package io.meshwork.controlplane.access;

import io.meshwork.controlplane.web.WebError;
import io.meshwork.model.ErrorCode;
import io.meshwork.model.MeshException;
import jakarta.servlet.http.HttpServletResponse;

/** How callers are told to sign in. */
final class Challenges {
  private Challenges() {}

  static void add(ErrorCode code, HttpServletResponse response) {
    if (code == AccessError.UNAUTHENTICATED) {
      response.setHeader("WWW-Authenticate", "Bearer realm=\"meshwork\"");
    }
  }

  static MeshException missing() {
    return new MeshException(
        AccessError.UNAUTHENTICATED,
        "Sign in: send 'Authorization: Bearer' with a token of the configured issuer, or 'X-Api-Key'.");
  }

  static MeshException storeUnavailable(Exception cause) {
    return new MeshException(
        WebError.STORE_UNAVAILABLE,
        "The database does not answer as it should; try again in a moment.",
        cause);
  }
}
