package io.meshwork.model;

/**
 * One JSON value as text, kept unparsed where its meaning does not matter. Whoever makes one has
 * parsed it before; two are equal when their characters are.
 */
public record JsonText(String value) {
  @Override
  public String toString() {
    return value;
  }
}
