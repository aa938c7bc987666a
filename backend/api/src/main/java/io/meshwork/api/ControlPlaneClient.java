package io.meshwork.api;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Speaks REST with the control plane. Blocks; thread safe; no call is repeated on its own. Failures
 * are {@link ApiError#CONTROL_PLANE_UNREACHABLE} (nothing came back, or a gateway answered for it)
 * or {@link ApiError#REQUEST_REFUSED} carrying the problem document's detail and faults.
 */
public final class ControlPlaneClient implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final int REDIRECTS = 300;
  private static final int REFUSALS = 400;
  private static final int NOT_MODIFIED = 304;

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();
  private final URI base;
  private final String apiKey;

  /** Speaks to the control plane at this address with this key. */
  public ControlPlaneClient(URI base, String apiKey) {
    this.base = base.toString().endsWith("/") ? base : URI.create(base + "/");
    this.apiKey = apiKey;
  }

  /**
   * What came back.
   *
   * @param status 2xx or 304
   * @param etag of the resource
   * @param body empty for 204 and 304
   */
  public record Reply(int status, @Nullable String etag, String body) {
    /** The body as a value. */
    public <T> T as(Class<T> type) {
      return MeshJson.read(body, type);
    }

    /** Whether nothing changed since the ETag that was sent. */
    public boolean isNotModified() {
      return status == NOT_MODIFIED;
    }
  }

  /** Reads a resource; {@code path} begins with {@code /api/v1} and is encoded. */
  public Reply get(String path) {
    return send("GET", path, null, Map.of());
  }

  /** Sends JSON or YAML and returns what comes back. */
  public Reply post(String path, String body) {
    return send("POST", path, body, Map.of());
  }

  /** Sends any request. A body that does not start with a brace or bracket is sent as YAML. */
  public Reply send(
      String method, String path, @Nullable String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(path))
            .timeout(ANSWER)
            .header("Accept", "application/json")
            .header("X-Api-Key", apiKey);
    headers.forEach(request::setHeader);
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request.header("Content-Type", isJson(body) ? "application/json" : "application/yaml");
      request.method(method, HttpRequest.BodyPublishers.ofString(body));
    }
    try {
      return reply(http.send(request.build(), HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new MeshException(
          ApiError.CONTROL_PLANE_UNREACHABLE,
          "The control plane at %s does not answer (%s). Check that it runs, and its address (MESH_URL; of a relay MESHWORK_URL)."
              .formatted(
                  base, Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName())),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MeshException(ApiError.CONTROL_PLANE_UNREACHABLE, "Interrupted while waiting.", e);
    }
  }

  private URI address(String path) {
    try {
      return base.resolve(path.startsWith("/") ? path.substring(1) : path);
    } catch (IllegalArgumentException e) {
      throw new MeshException(
          ApiError.REQUEST_REFUSED,
          "'%s' is no address: names use a-z, 0-9, '.', '_' and '-' only."
              .formatted(path.startsWith("/") ? path.substring(1) : path),
          e);
    }
  }

  private static boolean isJson(String body) {
    String start = body.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }

  private Reply reply(HttpResponse<String> response) {
    int status = response.statusCode();
    if (status == NOT_MODIFIED || status < REDIRECTS) {
      return new Reply(status, response.headers().firstValue("ETag").orElse(null), response.body());
    }
    if (status < REFUSALS) {
      throw new MeshException(
          ApiError.CONTROL_PLANE_UNREACHABLE,
          "%s redirects (status %d): this is not a control plane. Check its address (MESH_URL; of a relay MESHWORK_URL)."
              .formatted(base, status));
    }
    throw refusal(status, response.body());
  }

  private MeshException refusal(int status, String body) {
    ProblemDocument problem;
    try {
      problem = MeshJson.read(body, ProblemDocument.class);
    } catch (MeshException e) {
      return new MeshException(
          ApiError.CONTROL_PLANE_UNREACHABLE,
          "%s answered with status %d and no problem document: this is not a control plane, or it is starting."
              .formatted(base, status),
          e);
    }
    List<Violation> faults =
        Optional.ofNullable(problem.errors()).orElse(List.of()).stream()
            .map(fault -> new Violation(fault.pointer(), fault.message()))
            .toList();
    String detail = Optional.ofNullable(problem.detail()).orElse("Status " + status);
    return new MeshException(
        new Refused(
            Optional.ofNullable(problem.code()).orElse(ApiError.REQUEST_REFUSED.name()),
            problem.retryable() ? ErrorType.EXTERNAL : ErrorType.USER,
            status),
        detail,
        faults);
  }

  /** The code that the control plane answered with, and its HTTP status. */
  public record Refused(String name, ErrorType type, int status) implements ErrorCode {}

  @Override
  public void close() {
    http.close();
  }
}
