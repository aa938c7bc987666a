package io.meshwork.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.meshwork.api.Manifest;
import io.meshwork.api.MeshJson;
import io.meshwork.api.RelayReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Serves manifests by region with ETags and long polls, and keeps reports. */
public final class StubControlPlane implements AutoCloseable {
  public static final String KEY = "relay-key";
  private static final long LONGEST_WAIT = 500;

  private final Map<String, String> manifests = new ConcurrentHashMap<>();
  private final List<RelayReport> reports = new CopyOnWriteArrayList<>();
  private final List<String> matches = new CopyOnWriteArrayList<>();
  private final Object changed = new Object();
  private final int port;
  private HttpServer server;
  private volatile int failWith;

  public StubControlPlane() {
    start(0);
    port = server.getAddress().getPort();
  }

  private void start(int at) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), at), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/api/v1/regions/", this::answer);
    server.start();
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public void serve(Manifest manifest) {
    serve(manifest.region().value(), MeshJson.write(manifest));
  }

  public void serve(String region, String json) {
    synchronized (changed) {
      manifests.put(region, json);
      changed.notifyAll();
    }
  }

  /** From now on every answer has this status; 0: none has. */
  public void failWith(int status) {
    failWith = status;
  }

  public List<RelayReport> reports() {
    return reports;
  }

  /** The ETags that were asked with. */
  public List<String> matches() {
    return matches;
  }

  public void stop() {
    server.stop(0);
  }

  public void startAgain() {
    start(port);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", -1);
      String region = path[4];
      if (failWith != 0) {
        reply(
            exchange,
            failWith,
            "{\"title\":\"No\",\"status\":%d,\"detail\":\"Not now.\",\"retryable\":false}"
                .formatted(failWith));
      } else if (!KEY.equals(exchange.getRequestHeaders().getFirst("X-Api-Key"))) {
        reply(
            exchange,
            401,
            "{\"title\":\"No\",\"status\":401,\"detail\":\"Who are you?\",\"retryable\":false}");
      } else if (path[5].equals("reports")) {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        reports.add(MeshJson.read(body, RelayReport.class));
        reply(exchange, 204, "");
      } else {
        manifest(exchange, region);
      }
    }
  }

  private void manifest(HttpExchange exchange, String region) throws IOException {
    String known = exchange.getRequestHeaders().getFirst("If-None-Match");
    if (known != null) {
      matches.add(known);
    }
    String json = await(region, known);
    if (json == null) {
      reply(exchange, 304, "");
    } else {
      exchange.getResponseHeaders().set("ETag", etag(json));
      reply(exchange, 200, json);
    }
  }

  private String await(String region, String known) {
    long until = System.currentTimeMillis() + LONGEST_WAIT;
    synchronized (changed) {
      while (true) {
        String json = manifests.get(region);
        if (json != null && !etag(json).equals(known)) {
          return json;
        }
        long left = until - System.currentTimeMillis();
        if (left <= 0) {
          return null;
        }
        try {
          changed.wait(left);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return null;
        }
      }
    }
  }

  private static String etag(String json) {
    return "\"" + Integer.toHexString(json.hashCode()) + "\"";
  }

  private static void reply(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    stop();
  }
}
