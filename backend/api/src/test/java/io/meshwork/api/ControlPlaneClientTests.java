package io.meshwork.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.meshwork.model.MeshException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ControlPlaneClientTests {
  private HttpServer server;
  private ControlPlaneClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    client =
        new ControlPlaneClient(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort()), "the-key");
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void sendsTheKeyAndReadsTheEntityTag() {
    server.createContext(
        "/api/v1/me",
        exchange -> {
          exchange.getResponseHeaders().add("ETag", "\"7\"");
          answer(
              exchange,
              200,
              "{\"items\":[],\"nextCursor\":\""
                  + exchange.getRequestHeaders().getFirst("X-Api-Key")
                  + "\"}");
        });

    ControlPlaneClient.Reply reply = client.get("/api/v1/me");

    assertThat(reply.etag()).isEqualTo("\"7\"");
    assertThat(reply.as(Page.class).nextCursor()).isEqualTo("the-key");
  }

  @Test
  void tellsJsonFromYaml() {
    server.createContext(
        "/echo",
        exchange -> answer(exchange, 200, exchange.getRequestHeaders().getFirst("Content-Type")));

    assertThat(client.post("/echo", " {}").body()).isEqualTo("application/json");
    assertThat(client.post("/echo", "a: 1").body()).isEqualTo("application/yaml");
  }

  @Test
  void knowsThatNothingChanged() {
    server.createContext("/same", exchange -> answer(exchange, 304, null));

    ControlPlaneClient.Reply reply =
        client.send("GET", "/same", null, Map.of("If-None-Match", "\"7\""));

    assertThat(reply.isNotModified()).isTrue();
  }

  @Test
  void turnsAProblemDocumentIntoAnError() {
    server.createContext(
        "/bad",
        exchange ->
            answer(
                exchange,
                409,
                """
                {"type":"about:blank","title":"Conflict","status":409,"detail":"It has readers.",
                 "code":"HAS_READERS","retryable":false,"traceId":"t",
                 "errors":[{"pointer":"/spec","message":"is read"}]}"""));

    assertThatThrownBy(() -> client.get("/bad"))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code().name()).isEqualTo("HAS_READERS");
              assertThat(((ControlPlaneClient.Refused) e.code()).status()).isEqualTo(409);
              assertThat(e.violations()).hasSize(1);
            })
        .hasMessage("It has readers.");
  }

  @Test
  void saysThatItIsNotAControlPlane() {
    server.createContext("/page", exchange -> answer(exchange, 502, "<html>"));
    server.createContext("/login", exchange -> answer(exchange, 302, ""));

    assertThatThrownBy(() -> client.get("/page")).hasMessageContaining("no problem document");
    assertThatThrownBy(() -> client.get("/login")).hasMessageContaining("redirects");
  }

  @Test
  void saysThatNobodyAnswers() {
    server.stop(0);

    assertThatThrownBy(() -> client.get("/api/v1/me"))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> assertThat(e.code()).isEqualTo(ApiError.CONTROL_PLANE_UNREACHABLE))
        .hasMessageContaining("MESH_URL");
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    if (body == null) {
      exchange.sendResponseHeaders(status, -1);
    } else {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }
}
