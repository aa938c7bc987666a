package io.meshwork.pattern;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A number, {@code true}, {@code false} or {@code null}, spelled as its document spells it. */
final class Literal extends ValueNode {
  private static final long serialVersionUID = 1L;

  private final String text;

  Literal(String text) {
    this.text = text;
  }

  /** The engine compares numbers, truths and null alike, by their text. */
  @Override
  public JsonNodeType getNodeType() {
    return JsonNodeType.NUMBER;
  }

  @Override
  public String asText() {
    return text;
  }

  @Override
  public JsonToken asToken() {
    return JsonToken.VALUE_NUMBER_FLOAT;
  }

  @Override
  public void serialize(JsonGenerator generator, SerializerProvider provider) throws IOException {
    generator.writeRawValue(text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Literal literal && text.equals(literal.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
