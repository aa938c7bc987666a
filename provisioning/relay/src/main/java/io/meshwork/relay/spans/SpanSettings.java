package io.meshwork.relay.spans;

import io.meshwork.model.MeshException;
import io.meshwork.relay.manifest.RelayError;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where spans go, as OpenTelemetry's own environment variables say.
 *
 * @param endpoint takes OTLP over HTTP, {@code null}: spans go nowhere
 * @param headers sent along
 * @param service what the relay is called there
 * @param bundles into one of so many bundles that are forwarded undecoded to look; 0: into none
 */
public record SpanSettings(
    @Nullable URI endpoint, Map<String, String> headers, String service, int bundles) {
  static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
  static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
  static final String SERVICE = "OTEL_SERVICE_NAME";
  static final String DISABLED = "OTEL_SDK_DISABLED";
  static final String BUNDLES = "MESHWORK_RELAY_TRACE_BUNDLES";
  private static final String PATH = "v1/traces";

  /** Copies. */
  public SpanSettings {
    headers = Map.copyOf(headers);
  }

  /** Reads and checks; {@link RelayError#INVALID_CONFIGURATION} names the variable. */
  public static SpanSettings from(Map<String, String> environment) {
    String traces = environment.getOrDefault(TRACES_ENDPOINT, "").strip();
    String all = environment.getOrDefault(ENDPOINT, "").strip();
    boolean off = environment.getOrDefault(DISABLED, "").strip().equalsIgnoreCase("true");
    URI endpoint = null;
    if (!off && !traces.isEmpty()) {
      endpoint = uri(TRACES_ENDPOINT, traces);
    } else if (!off && !all.isEmpty()) {
      endpoint = uri(ENDPOINT, all + (all.endsWith("/") ? "" : "/") + PATH);
    }
    String service = environment.getOrDefault(SERVICE, "").strip();
    return new SpanSettings(
        endpoint,
        headers(environment.getOrDefault(HEADERS, "")),
        service.isEmpty() ? "meshwork-relay" : service,
        bundles(environment.getOrDefault(BUNDLES, "").strip()));
  }

  private static URI uri(String name, String text) {
    try {
      URI uri = URI.create(text);
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw invalid(name, text, "the address of an OTLP receiver over HTTP", e);
    }
    throw invalid(name, text, "the address of an OTLP receiver over HTTP", null);
  }

  private static Map<String, String> headers(String text) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String each : text.split(",", -1)) {
      int equals = each.indexOf('=');
      if (equals > 0) {
        headers.put(
            each.substring(0, equals).strip(),
            URLDecoder.decode(each.substring(equals + 1).strip(), StandardCharsets.UTF_8));
      } else if (!each.isBlank()) {
        throw new MeshException(
            RelayError.INVALID_CONFIGURATION,
            "%s: write name=value, with ',' between.".formatted(HEADERS));
      }
    }
    return headers;
  }

  private static int bundles(String text) {
    try {
      int bundles = text.isEmpty() ? 1 : Integer.parseInt(text);
      if (bundles >= 0) {
        return bundles;
      }
    } catch (NumberFormatException e) {
      throw invalid(BUNDLES, text, "a number: 1 looks into each bundle, 0 into none", e);
    }
    throw invalid(BUNDLES, text, "a number: 1 looks into each bundle, 0 into none", null);
  }

  private static MeshException invalid(
      String name, String value, String meaning, @Nullable Exception cause) {
    String message = "%s: '%s' is not %s.".formatted(name, value, meaning);
    return cause == null
        ? new MeshException(RelayError.INVALID_CONFIGURATION, message)
        : new MeshException(RelayError.INVALID_CONFIGURATION, message, cause);
  }

  @Override
  public String toString() {
    return "SpanSettings[" + endpoint + "]";
  }
}
