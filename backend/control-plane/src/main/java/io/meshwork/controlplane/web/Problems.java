package io.meshwork.controlplane.web;

import io.meshwork.api.ApiError;
import io.meshwork.api.MeshJson;
import io.meshwork.api.ProblemDocument;
import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;
import io.meshwork.model.MeshException;
import io.meshwork.model.ModelError;
import io.meshwork.model.Violation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Turns errors into problem documents; the one place that chooses HTTP statuses. */
@Component
public class Problems {
  /** Their content type. */
  public static final String CONTENT_TYPE = "application/problem+json";

  private static final int MAX_FAULTS = 100;
  private static final Map<ErrorCode, HttpStatus> OWN =
      Map.ofEntries(
          Map.entry(ApiError.MALFORMED_DOCUMENT, HttpStatus.BAD_REQUEST),
          Map.entry(ModelError.INVALID_NAME, HttpStatus.BAD_REQUEST),
          Map.entry(ModelError.INVALID_VALUE, HttpStatus.BAD_REQUEST),
          Map.entry(WebError.MALFORMED_REQUEST, HttpStatus.BAD_REQUEST),
          Map.entry(WebError.UNKNOWN_PATH, HttpStatus.NOT_FOUND),
          Map.entry(WebError.METHOD_NOT_ALLOWED, HttpStatus.METHOD_NOT_ALLOWED),
          Map.entry(WebError.NOT_ACCEPTABLE, HttpStatus.NOT_ACCEPTABLE),
          Map.entry(WebError.UNSUPPORTED_MEDIA_TYPE, HttpStatus.UNSUPPORTED_MEDIA_TYPE),
          Map.entry(WebError.BODY_TOO_LARGE, HttpStatus.CONTENT_TOO_LARGE),
          Map.entry(WebError.STORE_UNAVAILABLE, HttpStatus.SERVICE_UNAVAILABLE),
          Map.entry(WebError.INTERNAL_ERROR, HttpStatus.INTERNAL_SERVER_ERROR));

  private final Map<ErrorCode, HttpStatus> statuses = new HashMap<>(OWN);

  Problems(ObjectProvider<StatusMapping> mappings) {
    mappings.forEach(
        mapping ->
            mapping
                .statuses()
                .forEach((code, status) -> statuses.put(code, HttpStatus.valueOf(status))));
  }

  /** The document of an error. */
  public ProblemDocument of(MeshException error, HttpServletRequest request) {
    return of(error.code(), error.text(), error.violations(), request);
  }

  /** The document of a code, what it says, and the places that it concerns. */
  public ProblemDocument of(
      ErrorCode code, String detail, List<Violation> violations, HttpServletRequest request) {
    return new ProblemDocument(
        "about:blank",
        title(code),
        status(code).value(),
        detail,
        code.name(),
        code.type() == ErrorType.EXTERNAL || code.type() == ErrorType.CAPACITY,
        TraceFilter.traceId(request),
        violations.isEmpty()
            ? null
            : violations.stream()
                .limit(MAX_FAULTS)
                .map(v -> new ProblemDocument.Fault(v.pointer(), v.message()))
                .toList());
  }

  /** The status that a code is answered with. */
  public HttpStatus status(ErrorCode code) {
    HttpStatus status = statuses.get(code);
    if (status != null) {
      return status;
    }
    return switch (code.type()) {
      case USER -> HttpStatus.UNPROCESSABLE_CONTENT;
      case EXTERNAL -> HttpStatus.BAD_GATEWAY;
      case CAPACITY -> HttpStatus.SERVICE_UNAVAILABLE;
      case INTERNAL -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }

  /** Writes an error as the whole response, for filters. */
  public void write(MeshException error, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    ProblemDocument problem = of(error, request);
    response.setStatus(problem.status());
    response.setContentType(CONTENT_TYPE);
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(MeshJson.write(problem).getBytes(StandardCharsets.UTF_8));
  }

  private static String title(ErrorCode code) {
    String words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
