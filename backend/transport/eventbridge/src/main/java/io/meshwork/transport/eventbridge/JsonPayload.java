package io.meshwork.transport.eventbridge;

/**
 * A payload as filters see it: JSON if its bytes are one JSON text, whatever its content type says.
 */
sealed interface JsonPayload {
  /** One JSON text. */
  record Text(String json) implements JsonPayload {}

  /** Something else. */
  record Other() implements JsonPayload {}

  /** JSON with a value that EventBridge does not carry. */
  record Beyond(String reason) implements JsonPayload {}

  /** Reads all of it once, and makes no tree. */
  static JsonPayload of(byte[] payload) {
    return JsonPayloadReader.read(payload);
  }
}
