package io.meshwork.relay;

import io.meshwork.model.DataSize;
import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.relay.engine.EngineSettings;
import io.meshwork.relay.manifest.RelayError;
import io.meshwork.relay.spans.SpanSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/**
 * What a relay is told by its environment.
 *
 * @param controlPlane where manifests come from and reports go
 * @param region whose links it runs
 * @param apiKey that the control plane knows it by
 * @param state the directory that keeps the last manifest
 * @param status where health and metrics are answered
 * @param maxBytes read and not yet committed, over all links
 * @param spans where sampled events are told of
 */
record RelaySettings(
    URI controlPlane,
    RegionName region,
    String apiKey,
    Path state,
    InetSocketAddress status,
    long maxBytes,
    SpanSettings spans) {
  static final String URL = "MESHWORK_URL";
  static final String REGION = "MESHWORK_REGION";
  static final String KEY_FILE = "MESHWORK_RELAY_KEY_FILE";
  static final String STATE = "MESHWORK_RELAY_STATE";
  static final String PORT = "MESHWORK_RELAY_PORT";
  static final String BIND = "MESHWORK_BIND";
  static final String MAX_BYTES = "MESHWORK_RELAY_MAX_BYTES";

  private static final long LEAST_BYTES = 1 << 20;
  private static final int HIGHEST_PORT = 65_535;

  /** Reads and checks; {@link RelayError#INVALID_CONFIGURATION} names the variable. */
  static RelaySettings from(Map<String, String> environment) {
    return new RelaySettings(
        read(environment, URL, null, "the control plane's address", RelaySettings::uri),
        read(environment, REGION, null, "the region whose links run here", RegionName::new),
        read(environment, KEY_FILE, null, "the file with the relay's API key", RelaySettings::key),
        read(environment, STATE, null, "the directory that keeps the last manifest", Path::of),
        new InetSocketAddress(
            read(environment, BIND, "127.0.0.1", "the address to listen on", RelaySettings::host),
            read(environment, PORT, "8091", "the port to listen on", RelaySettings::port)),
        read(environment, MAX_BYTES, "64MiB", "the most bytes in memory", RelaySettings::bytes),
        SpanSettings.from(environment));
  }

  @Override
  public String toString() {
    return "RelaySettings[" + region + " at " + controlPlane + "]";
  }

  private static <T> T read(
      Map<String, String> environment,
      String name,
      @org.jspecify.annotations.Nullable String otherwise,
      String meaning,
      Function<String, T> parser) {
    String given = environment.getOrDefault(name, "").strip();
    String value = given.isEmpty() ? otherwise : given;
    if (value == null) {
      throw new MeshException(
          RelayError.INVALID_CONFIGURATION, "%s is not set: give %s.".formatted(name, meaning));
    }
    try {
      return parser.apply(value);
    } catch (MeshException e) {
      throw new MeshException(
          RelayError.INVALID_CONFIGURATION, "%s: %s".formatted(name, e.text()), e);
    } catch (IllegalArgumentException e) {
      throw new MeshException(
          RelayError.INVALID_CONFIGURATION,
          "%s: '%s' is not %s.".formatted(name, value, meaning),
          e);
    }
  }

  private static URI uri(String text) {
    URI uri = URI.create(text);
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web || uri.getHost() == null) {
      throw new IllegalArgumentException(text);
    }
    return uri;
  }

  private static String key(String file) {
    try {
      String key = Files.readString(Path.of(file)).strip();
      if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new MeshException(
            RelayError.INVALID_CONFIGURATION,
            "file '%s' does not hold one API key.".formatted(file));
      }
      return key;
    } catch (IOException | InvalidPathException e) {
      throw new MeshException(
          RelayError.INVALID_CONFIGURATION,
          "file '%s' cannot be read by this process.".formatted(file),
          e);
    }
  }

  private static InetAddress host(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  private static int port(String text) {
    int port = Integer.parseInt(text);
    if (port < 0 || port > HIGHEST_PORT) {
      throw new IllegalArgumentException(text);
    }
    return port;
  }

  private static long bytes(String text) {
    long bytes = DataSize.parse(text).bytes();
    if (bytes < LEAST_BYTES) {
      throw new MeshException(
          RelayError.INVALID_CONFIGURATION,
          "'%s' is too little to move events with; give at least 1MiB.".formatted(text));
    }
    return bytes;
  }

  EngineSettings engine() {
    return EngineSettings.defaults().withMaxBytes(maxBytes);
  }
}
