package io.meshwork.controlplane;

import io.meshwork.api.MeshJson;
import io.meshwork.local.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

/** One control plane, database and issuer for all tests that extend it. */
@SpringBootTest(
    classes = ControlPlaneApplication.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
public abstract class ServerFixture {
  protected static final TestIssuer ISSUER = new TestIssuer();
  protected static final String ADMIN_KEY = "admin-key-of-the-tests-0123456789";
  protected static final String RELAY_KEY = "relay-key-of-the-tests-0123456789";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private static final String DATABASE = TestDatabase.freshDatabase();

  @LocalServerPort int port;
  @Autowired protected JdbcTemplate jdbc;

  @DynamicPropertySource
  static void configure(DynamicPropertyRegistry registry) throws IOException {
    Path directory = Files.createTempDirectory("meshwork-control");
    Path admin = Files.writeString(directory.resolve("admin.key"), ADMIN_KEY + "\n");
    Path relays =
        Files.writeString(directory.resolve("relays.properties"), "eu=" + RELAY_KEY + "\n");
    registry.add("meshwork.db.url", () -> DATABASE);
    registry.add("meshwork.db.user", TestDatabase::user);
    registry.add("meshwork.db.password", TestDatabase::password);
    registry.add("meshwork.oidc.issuer", ISSUER::uri);
    registry.add("meshwork.oidc.audience", () -> TestIssuer.AUDIENCE);
    registry.add("meshwork.bootstrap.admin-key-file", admin::toString);
    registry.add("meshwork.bootstrap.relay-keys-file", relays::toString);
  }

  /** How a request is signed in. */
  public record Who(String header, String value) {
    public static final Who NOBODY = new Who("", "");
    public static final Who ADMIN = key(ADMIN_KEY);
    public static final Who RELAY = key(RELAY_KEY);

    public static Who key(String key) {
      return new Who("X-Api-Key", key);
    }

    public static Who token(String token) {
      return new Who("Authorization", "Bearer " + token);
    }
  }

  /** What came back. */
  public record Answer(int status, String body, HttpResponse<String> response) {
    public JsonNode json() {
      return MeshJson.tree(body);
    }

    public String etag() {
      return response.headers().firstValue("ETag").orElse("");
    }

    public String code() {
      return json().path("code").asString("");
    }
  }

  protected static Who person(String subject, String... teams) {
    return Who.token(ISSUER.es256(ISSUER.claims(subject, Map.of("teams", List.of(teams))).build()));
  }

  protected static Who role(String role) {
    return Who.token(
        ISSUER.es256(ISSUER.claims("the-" + role, Map.of("roles", List.of(role))).build()));
  }

  protected Answer get(Who who, String path) {
    return send(who, "GET", path, null);
  }

  protected Answer put(Who who, String path, String body, String... headers) {
    return send(who, "PUT", path, body, headers);
  }

  protected Answer post(Who who, String path, String body, String... headers) {
    return send(who, "POST", path, body, headers);
  }

  protected Answer send(Who who, String method, String path, String body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (body != null && !List.of(headers).contains("Content-Type")) {
      boolean json = body.startsWith("{") || body.startsWith("[");
      request.header("Content-Type", json ? "application/json" : "application/yaml");
    }
    if (!who.header().isEmpty()) {
      request.header(who.header(), who.value());
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
