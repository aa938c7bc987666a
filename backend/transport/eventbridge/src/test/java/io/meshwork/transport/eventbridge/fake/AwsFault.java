package io.meshwork.transport.eventbridge.fake;

/** An error that a service answers with. */
final class AwsFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final int status;

  AwsFault(String code, String message) {
    this(code, 400, message);
  }

  AwsFault(String code, int status, String message) {
    super(message);
    this.code = code;
    this.status = status;
  }

  String code() {
    return code;
  }

  int status() {
    return status;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  static AwsFault invalid(String message) {
    return new AwsFault("ValidationException", message);
  }

  static AwsFault missing(String what) {
    return new AwsFault("ResourceNotFoundException", what + " does not exist.");
  }
}
