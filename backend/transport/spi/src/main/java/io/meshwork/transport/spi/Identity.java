package io.meshwork.transport.spi;

/**
 * The broker's own identity of a resource, which another resource made later under the same name
 * does not share, such as a topic's id. Transports without such ids make one from what does not
 * change.
 */
public record Identity(String value) {
  @Override
  public String toString() {
    return value;
  }
}
