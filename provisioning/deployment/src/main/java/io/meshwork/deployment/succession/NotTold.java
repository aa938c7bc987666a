package io.meshwork.deployment.succession;

/** Where a link goes on cannot be said. */
final class NotTold extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final boolean yet;

  private NotTold(String message, boolean yet) {
    super(message);
    this.yet = yet;
  }

  /** It can be in a while. */
  static NotTold yet(String message) {
    return new NotTold(message, true);
  }

  /** It will not be without somebody's doing. */
  static NotTold ever(String message) {
    return new NotTold(message, false);
  }

  /** Whether waiting helps. */
  boolean isToWait() {
    return yet;
  }

  /** For people. */
  String text() {
    return String.valueOf(getMessage());
  }
}
