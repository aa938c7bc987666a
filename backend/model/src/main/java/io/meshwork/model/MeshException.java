package io.meshwork.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The one exception of Meshwork: a code for programs, a message for people. */
public final class MeshException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient ErrorCode code;
  private final transient List<Violation> violations;

  /** An error without a place in a document. */
  public MeshException(ErrorCode code, String message) {
    this(code, message, List.of(), null);
  }

  /** An error caused by another, which is kept for the log and never shown to callers. */
  public MeshException(ErrorCode code, String message, Throwable cause) {
    this(code, message, List.of(), cause);
  }

  /** An error with the places in the document that caused it. */
  public MeshException(ErrorCode code, String message, List<Violation> violations) {
    this(code, message, violations, null);
  }

  private MeshException(
      ErrorCode code, String message, List<Violation> violations, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
    this.violations = List.copyOf(violations);
  }

  /** The stable word. */
  public ErrorCode code() {
    return code;
  }

  /** What is wrong where; empty when the error has no place in a document. */
  public List<Violation> violations() {
    return violations;
  }

  /** The message, never null. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
