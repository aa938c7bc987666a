package io.meshwork.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An RFC 9457 problem document.
 *
 * @param type {@code about:blank}
 * @param title the code in words
 * @param status the HTTP status
 * @param detail what is wrong, the limit and the remedy
 * @param code the stable word
 * @param retryable whether the same request may succeed later
 * @param traceId finds the request in the logs
 * @param errors what is wrong where
 */
public record ProblemDocument(
    @Nullable String type,
    @Nullable String title,
    int status,
    @Nullable String detail,
    @Nullable String code,
    boolean retryable,
    @Nullable String traceId,
    @Nullable List<Fault> errors) {
  /** One fault. */
  public record Fault(String pointer, String message) {}
}
