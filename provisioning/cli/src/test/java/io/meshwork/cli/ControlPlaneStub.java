package io.meshwork.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers what it was told to, and remembers what it was asked. */
final class ControlPlaneStub implements AutoCloseable {
  /** The entity tag of every answer. */
  static final String TAG = "\"41\"";

  private final HttpServer server;
  private final Map<String, String> answers = new HashMap<>();
  private final Map<String, Integer> refusals = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final List<String> stumbles = new CopyOnWriteArrayList<>();

  private final List<String> conditions = new CopyOnWriteArrayList<>();

  ControlPlaneStub() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers this method and path with this body. */
  ControlPlaneStub on(String request, String body) {
    answers.put(request, body);
    return this;
  }

  /** Refuses this method and path with this problem. */
  ControlPlaneStub refuse(String request, int status, String problem) {
    answers.put(request, problem);
    refusals.put(request, status);
    return this;
  }

  /** Answers this method and path as one that is just starting, once. */
  ControlPlaneStub stumble(String request) {
    stumbles.add(request);
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The {@code If-Match} headers that came. */
  List<String> conditions() {
    return conditions;
  }

  /** Method, path and body of each request. */
  List<String> asked() {
    return asked;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
    String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(request + " " + sent);
    if (stumbles.remove(request)) {
      exchange.sendResponseHeaders(503, -1);
      exchange.close();
      return;
    }
    conditions.addAll(exchange.getRequestHeaders().getOrDefault("If-Match", List.of()));
    String body = answers.get(request);
    int status = body == null ? 404 : refusals.getOrDefault(request, 200);
    byte[] bytes =
        (body == null
                ? """
                {"type":"about:blank","title":"Not found","status":404,"detail":"%s is not there.",
                 "code":"NOT_FOUND","retryable":false,"traceId":"t","errors":[]}"""
                    .formatted(request)
                : body)
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("ETag", TAG);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
