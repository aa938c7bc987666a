package io.meshwork.controlplane.web;

import io.meshwork.model.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;

/** The framework's refusals in our words. */
final class HttpFaults {
  private HttpFaults() {}

  static ErrorCode code(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND -> WebError.UNKNOWN_PATH;
      case METHOD_NOT_ALLOWED -> WebError.METHOD_NOT_ALLOWED;
      case NOT_ACCEPTABLE -> WebError.NOT_ACCEPTABLE;
      case UNSUPPORTED_MEDIA_TYPE -> WebError.UNSUPPORTED_MEDIA_TYPE;
      case CONTENT_TOO_LARGE -> WebError.BODY_TOO_LARGE;
      default -> status.is5xxServerError() ? WebError.INTERNAL_ERROR : WebError.MALFORMED_REQUEST;
    };
  }

  static String detail(ErrorCode code, Exception error, HttpServletRequest request) {
    if (error instanceof HttpRequestMethodNotSupportedException method) {
      String[] supported = method.getSupportedMethods();
      return "%s does not take %s; it takes %s."
          .formatted(
              request.getRequestURI(),
              request.getMethod(),
              supported == null ? "nothing" : String.join(", ", supported));
    }
    if (error instanceof HttpMediaTypeNotSupportedException type) {
      List<MediaType> supported = type.getSupportedMediaTypes();
      return "Content type '%s' is not taken here; send one of %s."
          .formatted(type.getContentType(), supported);
    }
    if (error instanceof MissingServletRequestParameterException missing) {
      return "Parameter '%s' is missing.".formatted(missing.getParameterName());
    }
    return detail(code, request);
  }

  static String detail(ErrorCode code, HttpServletRequest request) {
    if (code == WebError.UNKNOWN_PATH) {
      return "There is nothing at %s; the OpenAPI document at /v3/api-docs lists what there is."
          .formatted(request.getRequestURI());
    }
    if (code == WebError.NOT_ACCEPTABLE) {
      return "This is not available in the form that 'Accept' asks for; ask for application/json.";
    }
    if (code == WebError.INTERNAL_ERROR) {
      return "The server failed; its log tells why under this trace id.";
    }
    return "The request is not well formed.";
  }
}
