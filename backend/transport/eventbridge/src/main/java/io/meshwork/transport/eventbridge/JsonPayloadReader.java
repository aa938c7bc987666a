package io.meshwork.transport.eventbridge;

import java.math.BigInteger;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The walk over a payload's tokens. */
final class JsonPayloadReader {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int LONG_DIGITS = 18;
  private static final char MARK = '\uFEFF';

  private JsonPayloadReader() {}

  static JsonPayload read(byte[] payload) {
    Charset wide = wide(payload);
    String text = wide == null ? Utf8.text(payload) : new String(payload, wide);
    if (text == null || text.isEmpty()) {
      return new JsonPayload.Other();
    }
    String json = text.charAt(0) == MARK ? text.substring(1) : text;
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      if (parser.nextToken() == null) {
        return new JsonPayload.Other();
      }
      String beyond = value(parser);
      if (parser.nextToken() != null) {
        return new JsonPayload.Other();
      }
      return beyond == null ? new JsonPayload.Text(json.strip()) : new JsonPayload.Beyond(beyond);
    } catch (JacksonException e) {
      return new JsonPayload.Other();
    }
  }

  /** JSON begins with ASCII, so zeros or a mark at its start tell an encoding other than UTF-8. */
  private static @Nullable Charset wide(byte[] bytes) {
    if (bytes.length < 2) {
      return null;
    }
    int first = bytes[0] & 0xFF;
    int second = bytes[1] & 0xFF;
    if ((first == 0xFE && second == 0xFF) || (first == 0 && second != 0)) {
      return StandardCharsets.UTF_16BE;
    }
    boolean fourByte = bytes.length % 4 == 0 && bytes.length > 3 && bytes[2] == 0;
    if (first == 0 && fourByte) {
      return StandardCharsets.UTF_32BE;
    }
    if ((first == 0xFF && second == 0xFE) || (first != 0 && second == 0)) {
      return fourByte && bytes[3] == 0 ? StandardCharsets.UTF_32LE : StandardCharsets.UTF_16LE;
    }
    return null;
  }

  /** Reads one value; says what of it EventBridge does not carry. */
  private static @Nullable String value(JsonParser parser) {
    String beyond = null;
    int depth = 0;
    JsonToken token = parser.currentToken();
    while (true) {
      if (token.isStructStart()) {
        depth++;
      } else if (token.isStructEnd()) {
        depth--;
      } else if (beyond == null && token.isNumeric()) {
        beyond = number(parser, token);
      }
      if (depth == 0) {
        return beyond;
      }
      token = parser.nextToken();
      if (token == null) {
        return beyond;
      }
    }
  }

  private static @Nullable String number(JsonParser parser, JsonToken token) {
    boolean carried =
        token == JsonToken.VALUE_NUMBER_INT
            ? parser.getStringLength() <= LONG_DIGITS
                || new BigInteger(parser.getString()).bitLength() < Long.SIZE
            : Double.isFinite(parser.getDoubleValue());
    return carried ? null : "number %.40s".formatted(parser.getString());
  }
}
