package io.meshwork.local;

/**
 * Something of the development world cannot go on. The message names the thing and the remedy; it
 * is meant for the person at the terminal.
 */
public final class LocalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** An ending that has no deeper cause. */
  public LocalException(String message) {
    super(message);
  }

  /** An ending with the failure behind it. */
  public LocalException(String message, Throwable cause) {
    super(message, cause);
  }
}
