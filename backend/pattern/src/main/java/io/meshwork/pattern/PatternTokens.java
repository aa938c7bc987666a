package io.meshwork.pattern;

import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/** The tokens of a pattern's text, and where the reader stands among them. */
final class PatternTokens {
  private final JsonParser parser;

  PatternTokens(JsonParser parser) {
    this.parser = parser;
  }

  /** The next token; the text's end is a fault. */
  JsonToken next() {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw fault("the text ends too early");
    }
    return token;
  }

  @Nullable JsonToken current() {
    return parser.currentToken();
  }

  /** The field's name that the current token is. */
  String name() {
    return parser.currentName();
  }

  /** The current token's characters; of a number as it is written. */
  String text() {
    return parser.getString();
  }

  String pointer() {
    return parser.streamReadContext().pathAsPointer().toString();
  }

  String place() {
    return place(parser.currentTokenLocation());
  }

  /** A fault at the current token. */
  MeshException fault(String what) {
    String pointer = pointer();
    String where = pointer.isEmpty() ? "" : " (" + pointer + ")";
    return new MeshException(
        PatternError.INVALID_PATTERN,
        "Pattern, %s%s: %s.".formatted(place(), where, what),
        List.of(new Violation(pointer, "%s: %s.".formatted(place(), what))));
  }

  static String place(TokenStreamLocation at) {
    return "line %d, column %d".formatted(at.getLineNr(), at.getColumnNr());
  }

  /** A parser's first sentence without its full stop. */
  static String sentence(String message) {
    String line = message.lines().findFirst().orElse(message).strip();
    return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
  }
}
