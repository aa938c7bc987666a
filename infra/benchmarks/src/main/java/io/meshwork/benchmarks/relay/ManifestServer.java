package io.meshwork.benchmarks.relay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.meshwork.api.Manifest;
import io.meshwork.api.MeshJson;
import io.meshwork.local.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** As much of a control plane as a relay asks for: its manifest, and somebody to report to. */
final class ManifestServer implements AutoCloseable {
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(5);
  private static final int OK = 200;
  private static final int NO_CONTENT = 204;
  private static final int NOT_MODIFIED = 304;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Object changed = new Object();
  private final HttpServer server;
  private String manifest;
  private long revision;

  ManifestServer(Manifest first) {
    manifest = MeshJson.write(first);
    revision = first.revision();
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/api/v1/regions/", this::answer);
    server.start();
  }

  String address() {
    return "http://" + Loopback.HOST + ":" + server.getAddress().getPort();
  }

  /** From now on this one. */
  void serve(Manifest next) {
    synchronized (changed) {
      manifest = MeshJson.write(next);
      revision = next.revision();
      changed.notifyAll();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestMethod().equals("POST")) {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(NO_CONTENT, -1);
        return;
      }
      String newer = awaitNewer(exchange.getRequestHeaders().getFirst("If-None-Match"), exchange);
      if (newer == null) {
        exchange.sendResponseHeaders(NOT_MODIFIED, -1);
      } else {
        byte[] body = newer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(OK, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  private @Nullable String awaitNewer(@Nullable String known, HttpExchange exchange) {
    long limit = System.nanoTime() + LONGEST_WAIT;
    synchronized (changed) {
      while (("\"" + revision + "\"").equals(known)) {
        long left = TimeUnit.NANOSECONDS.toMillis(limit - System.nanoTime());
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
      exchange.getResponseHeaders().set("ETag", "\"" + revision + "\"");
      return manifest;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
