package io.meshwork.transport.spi;

/**
 * Where a source partition has been read to: everything before it is read. Opaque outside its
 * transport, which orders positions and tells their {@link Reader#distance}.
 */
public record Position(String value) {
  @Override
  public String toString() {
    return value;
  }
}
