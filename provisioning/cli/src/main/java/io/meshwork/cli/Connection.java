package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.SecretReference;
import io.meshwork.transport.spi.Secrets;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which control plane, as whom: the options that every command shares. */
final class Connection {
  private static final String DEFAULT_URL = "http://localhost:8080";

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:MESH_URL:-" + DEFAULT_URL + "}",
      description = "The control plane; also MESH_URL.")
  private String url = DEFAULT_URL;

  @Option(
      names = "--key",
      paramLabel = "env:NAME|file:PATH",
      defaultValue = "${env:MESH_API_KEY}",
      description = "Where the API key lies; also MESH_API_KEY.")
  private @Nullable String apiKey;

  /** Opens the client. */
  ControlPlaneClient open() {
    URI base;
    try {
      base = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new MeshException(
          ApiError.CONTROL_PLANE_UNREACHABLE,
          "'%s' is not an address; write one like '%s'.".formatted(url, DEFAULT_URL));
    }
    return new ControlPlaneClient(base, key(apiKey));
  }

  static String key(@Nullable String given) {
    if (given == null || given.isBlank()) {
      throw new MeshException(
          ApiError.REQUEST_REFUSED,
          "No API key: set MESH_API_KEY to a key, or to where it lies, such as 'file:.mesh/admin.key'.");
    }
    return SecretReference.isReference(given)
        ? Secrets.ofThisProcess().resolve(SecretReference.parse(given))
        : given.strip();
  }
}
