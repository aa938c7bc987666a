package io.meshwork.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

class IssuerIT {
  private static final String REDIRECT = "http://localhost:8080/login/oauth2/code/meshwork";
  private static final String VERIFIER = "a-verifier-of-at-least-forty-three-characters-0123";

  @TempDir private static Path directory;
  private static int port;
  private static ConfigurableApplicationContext issuer;
  private static WorldSecrets secrets;
  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

  @BeforeAll
  static void start() throws Exception {
    Path world = directory.resolve(".mesh");
    secrets = WorldSecrets.ensure(new WorldDirectory(world));
    port = Loopback.freePort();
    issuer = IssuerProgram.run(port, world, 8080);
  }

  @AfterAll
  static void stop() {
    issuer.close();
  }

  @Test
  void turnsALoginIntoATokenWithTheClaims() throws Exception {
    String code = login("platform-owner", password("platform-owner"));

    var answer = tokens(code, VERIFIER, secrets.issuerClient());
    SignedJWT access = verified(answer.get("access_token"));
    SignedJWT id = verified(answer.get("id_token"));

    var claims = access.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo("http://localhost:" + port);
    assertThat(claims.getSubject()).isEqualTo("platform-owner");
    assertThat(claims.getAudience()).containsExactly("meshwork");
    assertThat(claims.getStringClaim("name")).isEqualTo("Platform Owner");
    assertThat(claims.getStringClaim("email")).isEqualTo("platform-owner@meshwork.example");
    assertThat(claims.getStringListClaim("teams")).containsExactly("platform:owner");
    assertThat(claims.getStringListClaim("roles")).isEmpty();
    assertThat(id.getJWTClaimsSet().getAudience()).containsExactly("meshwork-console");
    assertThat(id.getJWTClaimsSet().getStringListClaim("teams")).containsExactly("platform:owner");
  }

  @Test
  void refusesACodeWithoutItsVerifierOrClientSecret() throws Exception {
    String code = login("admin", password("admin"));

    assertThat(tokens(code, VERIFIER, "guessed")).containsEntry("error", "invalid_client");
    assertThat(
            tokens(code, "another-verifier-of-at-least-43-characters-000", secrets.issuerClient()))
        .containsEntry("error", "invalid_grant");
  }

  @Test
  void showsTheLoginPageAgainAfterAWrongPassword() throws Exception {
    HttpResponse<String> page = submit("admin", "guessed");

    assertThat(page.uri().getQuery()).isEqualTo("error");
    assertThat(page.body()).contains("do not match");
  }

  @Test
  void namesNobodyOnTheLoginPage() throws Exception {
    String page = get("/login").body();

    assertThat(page).contains("Log in", "./mesh users");
    secrets
        .users()
        .forEach(user -> assertThat(page).doesNotContain(user.password(), user.fullName()));
    assertThat(get("/login.css").statusCode()).isEqualTo(200);
  }

  @Test
  void givesAPersonATokenForNameAndPassword() throws Exception {
    var answer = direct("admin", password("admin"));

    var claims = verified(answer.get("access_token")).getJWTClaimsSet();
    assertThat(claims.getSubject()).isEqualTo("admin");
    assertThat(claims.getAudience()).containsExactly("meshwork");
    assertThat(claims.getStringListClaim("roles")).containsExactly("administrator");
    assertThat(direct("admin", "guessed")).containsEntry("error", "invalid_client");
  }

  @Test
  void keepsItsSigningKey() throws Exception {
    Path key = directory.resolve(".mesh/issuer-key.json");

    assertThat(IssuerKey.kept(key).getKeyID()).isEqualTo(IssuerKey.kept(key).getKeyID());
    PrivateFiles.write(directory.resolve("broken.json"), "no key");
    assertThatThrownBy(() -> IssuerKey.kept(directory.resolve("broken.json")))
        .isInstanceOf(LocalException.class)
        .hasMessageContaining("delete it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1", ""})
  void refusesToListenBeyondLoopback(String address) {
    Path world = directory.resolve("other");

    assertThatThrownBy(
            () ->
                IssuerProgram.run(Loopback.freePort(), world, 8080, "--server.address=" + address))
        .isInstanceOf(LocalException.class)
        .hasMessageContaining("loopback only")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
  void acceptsEveryNameOfLoopback(String address) {
    assertThatCode(() -> IssuerProgram.refuseBeyondLoopback(address)).doesNotThrowAnyException();
  }

  private String login(String user, String password) throws Exception {
    HttpResponse<String> first =
        get(
            "/oauth2/authorize?response_type=code&client_id=meshwork-console&scope=openid%20profile"
                + "&state=s&code_challenge_method=S256&code_challenge="
                + challenge()
                + "&redirect_uri="
                + encoded(REDIRECT));
    assertThat(first.headers().firstValue("Location")).hasValueSatisfying(this::isLogin);
    HttpResponse<String> answer = submit(user, password);
    for (int i = 0; i < 5; i++) {
      String location = answer.headers().firstValue("Location").orElseThrow();
      if (location.startsWith(REDIRECT)) {
        Matcher code = Pattern.compile("code=([^&]+)").matcher(location);
        assertThat(code.find()).isTrue();
        return code.group(1);
      }
      answer = get(URI.create(location).getRawPath() + "?" + URI.create(location).getRawQuery());
    }
    throw new AssertionError("no code after five redirects");
  }

  private void isLogin(String location) {
    assertThat(location).endsWith("/login");
  }

  private HttpResponse<String> submit(String user, String password) throws Exception {
    Matcher token =
        Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"").matcher(get("/login").body());
    assertThat(token.find()).isTrue();
    HttpResponse<String> answer =
        post(
            "/login",
            Map.of("username", user, "password", password, "_csrf", token.group(1)),
            null);
    String location = answer.headers().firstValue("Location").orElse("");
    return location.endsWith("/login?error") ? get("/login?error") : answer;
  }

  private Map<String, String> tokens(String code, String verifier, String clientSecret)
      throws Exception {
    return json(
        post(
            "/oauth2/token",
            Map.of(
                "grant_type", "authorization_code",
                "code", code,
                "redirect_uri", REDIRECT,
                "code_verifier", verifier),
            "meshwork-console:" + clientSecret));
  }

  private Map<String, String> direct(String user, String password) throws Exception {
    return json(
        post("/oauth2/token", Map.of("grant_type", "client_credentials"), user + ":" + password));
  }

  private static Map<String, String> json(HttpResponse<String> answer) {
    var all = JsonMapper.shared().readTree(answer.body());
    return all.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().asString()));
  }

  private SignedJWT verified(String token) throws Exception {
    var jwt = SignedJWT.parse(token);
    var keys = JWKSet.parse(get("/oauth2/jwks").body());
    var key = keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toRSAKey();
    assertThat(key.isPrivate()).isFalse();
    assertThat(jwt.verify(new RSASSAVerifier(key))).isTrue();
    return jwt;
  }

  private HttpResponse<String> get(String path) throws Exception {
    var request = HttpRequest.newBuilder(uri(path)).header("Accept", "text/html").build();
    return browser.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, Map<String, String> form, String basic)
      throws Exception {
    List<String> fields =
        form.entrySet().stream()
            .map(field -> field.getKey() + "=" + encoded(field.getValue()))
            .toList();
    var request =
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(String.join("&", fields)));
    if (basic != null) {
      request.header(
          "Authorization",
          "Basic " + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)));
    }
    return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private static String password(String user) {
    return secrets.users().stream()
        .filter(known -> known.name().equals(user))
        .findFirst()
        .orElseThrow()
        .password();
  }

  private static String challenge() throws Exception {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
