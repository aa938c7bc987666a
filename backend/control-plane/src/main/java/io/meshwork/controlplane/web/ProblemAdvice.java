package io.meshwork.controlplane.web;

import io.meshwork.api.ProblemDocument;
import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.transaction.TransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import tools.jackson.core.JacksonException;

/** Answers every error of a controller as a problem document; nothing internal gets out. */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class ProblemAdvice {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  private final Problems problems;

  ProblemAdvice(Problems problems) {
    this.problems = problems;
  }

  @ExceptionHandler
  ResponseEntity<ProblemDocument> mesh(MeshException error, HttpServletRequest request) {
    if (error.code().type() == ErrorType.INTERNAL) {
      LOG.atError().setCause(error).addKeyValue("path", request.getRequestURI()).log("Failed");
    }
    return answer(problems.of(error, request), HttpHeaders.EMPTY);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDocument> unreadable(
      HttpMessageNotReadableException error, HttpServletRequest request) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof BodyLimitFilter.TooLarge) {
        return mesh(BodyLimitFilter.tooLarge(), request);
      }
      if (cause instanceof MeshException mesh) {
        return mesh(mesh, request);
      }
    }
    if (error.getCause() instanceof JacksonException json) {
      Violation fault = JsonFaults.of(json);
      return of(WebError.MALFORMED_REQUEST, fault.message(), List.of(fault), request);
    }
    return of(
        WebError.MALFORMED_REQUEST, "The body is missing or cannot be read.", List.of(), request);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDocument> mismatch(
      MethodArgumentTypeMismatchException error, HttpServletRequest request) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof MeshException mesh) {
        return mesh(mesh, request);
      }
    }
    Class<?> type = error.getRequiredType();
    return of(
        WebError.MALFORMED_REQUEST,
        "Parameter '%s' is '%s', which is not %s."
            .formatted(error.getName(), error.getValue(), JsonFaults.expected(type)),
        List.of(),
        request);
  }

  @ExceptionHandler({DataAccessException.class, TransactionException.class})
  ResponseEntity<ProblemDocument> store(Exception error, HttpServletRequest request) {
    LOG.atError().setCause(error).addKeyValue("path", request.getRequestURI()).log("No database");
    return of(
        WebError.STORE_UNAVAILABLE,
        "The database does not answer as it should; try again in a moment.",
        List.of(),
        request);
  }

  @ExceptionHandler(AsyncRequestNotUsableException.class)
  void gone() {
    // The caller hung up; there is nobody to answer.
  }

  @ExceptionHandler
  ResponseEntity<ProblemDocument> other(Exception error, HttpServletRequest request) {
    if (error instanceof ErrorResponse response && response.getStatusCode().is4xxClientError()) {
      HttpStatus status = HttpStatus.valueOf(response.getStatusCode().value());
      ErrorCode code = HttpFaults.code(status);
      return answer(
          problems.of(code, HttpFaults.detail(code, error, request), List.of(), request),
          response.getHeaders());
    }
    LOG.atError().setCause(error).addKeyValue("path", request.getRequestURI()).log("Failed");
    return of(
        WebError.INTERNAL_ERROR,
        "The server failed; its log tells why under this trace id.",
        List.of(),
        request);
  }

  private ResponseEntity<ProblemDocument> of(
      ErrorCode code, String detail, List<Violation> violations, HttpServletRequest request) {
    return answer(problems.of(code, detail, violations, request), HttpHeaders.EMPTY);
  }

  private static ResponseEntity<ProblemDocument> answer(
      ProblemDocument problem, HttpHeaders headers) {
    return ResponseEntity.status(problem.status())
        .headers(headers)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
