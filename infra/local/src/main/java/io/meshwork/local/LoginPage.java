package io.meshwork.local;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The page where a person of the development world logs in. It names nobody and keeps nothing. */
@RestController
class LoginPage {
  private final String page = resource("login.html");
  private final String style = resource("login.css");

  @GetMapping("/login")
  ResponseEntity<String> login(HttpServletRequest request, CsrfToken token) {
    String message =
        request.getParameter("error") != null
            ? "<p class=\"message\" role=\"alert\">That name and password do not match.</p>"
            : "";
    String html =
        page.replace("{{message}}", message)
            .replace("{{csrfName}}", HtmlUtils.htmlEscape(token.getParameterName()))
            .replace("{{csrfToken}}", HtmlUtils.htmlEscape(token.getToken()));
    return ResponseEntity.ok()
        .contentType(new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8))
        .header(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'")
        .body(html);
  }

  @GetMapping("/login.css")
  ResponseEntity<String> style() {
    return ResponseEntity.ok().contentType(MediaType.valueOf("text/css")).body(style);
  }

  @GetMapping("/health")
  String health() {
    return "UP";
  }

  private static String resource(String name) {
    try (InputStream in = LoginPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new LocalException("The resource " + name + " is missing from the class path.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new LocalException("The resource " + name + " cannot be read.", e);
    }
  }
}
