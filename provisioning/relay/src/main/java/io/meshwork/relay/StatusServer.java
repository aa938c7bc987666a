package io.meshwork.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.meshwork.api.MeshJson;
import io.meshwork.model.MeshException;
import io.meshwork.relay.manifest.RelayError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Answers {@code GET /actuator/health} and {@code GET /actuator/prometheus}, and nothing else. */
final class StatusServer implements AutoCloseable {
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  StatusServer(InetSocketAddress address, Supplier<RelayHealth> health, Supplier<String> metrics) {
    try {
      this.server = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new MeshException(
          RelayError.INVALID_CONFIGURATION,
          "MESHWORK_RELAY_PORT: cannot listen on %s:%d (%s). Choose a free port."
              .formatted(address.getHostString(), address.getPort(), e.getMessage()),
          e);
    }
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          switch (exchange.getRequestURI().getPath()) {
            case "/actuator/health" -> {
              RelayHealth now = health.get();
              answer(
                  exchange, now.isUp() ? OK : UNAVAILABLE, "application/json", MeshJson.write(now));
            }
            case "/actuator/prometheus" ->
                answer(exchange, OK, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
            default -> answer(exchange, NOT_FOUND, "text/plain", "");
          }
        });
  }

  void start() {
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    try (exchange) {
      boolean read = exchange.getRequestMethod().equals("GET");
      byte[] body = (read ? text : "").getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.sendResponseHeaders(
          read ? status : NOT_ALLOWED, body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
