package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletContext;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ConsoleIT {
  private static ServerOfTests server;

  @BeforeAll
  static void start() {
    server = new ServerOfTests();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void saysThatItIsHealthyToAnybody() {
    assertThat(server.get("/actuator/health").statusCode()).isEqualTo(200);
  }

  @Test
  void answersProgramsWithoutCredentialsWithAProblemAndNeverARedirect() {
    HttpResponse<String> answer = server.get("/api/v1/me", "Accept", "text/html");

    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/problem+json");
    assertThat(answer.body()).contains("\"code\":\"UNAUTHENTICATED\"");
  }

  @Test
  void sendsPeopleToTheLogIn() {
    HttpResponse<String> answer = server.get("/", "Accept", "text/html");

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location").orElse(""))
        .contains("/oauth2/authorization/meshwork");
  }

  @Test
  void startsALogInAtTheIssuerThatIsAway() {
    HttpResponse<String> answer = server.get("/oauth2/authorization/meshwork");

    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location").orElse(""))
        .contains("/oauth2/authorize")
        .contains("client_id=meshwork-console");
  }

  @Test
  void givesItsLookToAnybody() {
    for (String path :
        new String[] {
          "/css/meshwork.css",
          "/icons/meshwork.svg",
          "/webjars/cytoscape/3.33.1/dist/cytoscape.min.js",
          "/webjars/echarts/5.3.1/dist/echarts.min.js"
        }) {
      assertThat(server.get(path).statusCode()).as(path).isEqualTo(200);
    }
  }

  @Test
  void usesTheReadyProductionBundle() {
    assertThat(server.context().getBean(ServletContext.class).getServletRegistrations())
        .containsKey("springServlet");
    assertThat(
            ConsoleIT.class
                .getClassLoader()
                .getResource("META-INF/VAADIN/config/flow-build-info.json"))
        .asString()
        .satisfies(
            url ->
                assertThat(
                        new String(
                            URI.create(url).toURL().openStream().readAllBytes(),
                            StandardCharsets.UTF_8))
                    .containsPattern("\"productionMode\"\\s*:\\s*true"));
  }
}
