package io.meshwork.projection;

import java.util.Arrays;

/** Where in a payload the values of some sources lie. The payload is shared, not copied. */
final class Cuts {
  private static final int ABSENT = -1;

  private final byte[] payload;
  private final int[] from;
  private final int[] until;

  Cuts(byte[] payload, int sources) {
    this.payload = payload;
    this.from = new int[sources];
    this.until = new int[sources];
    Arrays.fill(until, ABSENT);
  }

  void put(int id, int begin, int end) {
    from[id] = begin;
    until[id] = end;
  }

  /** Of these sources nothing has been seen. */
  void forget(int first, int after) {
    Arrays.fill(until, first, after, ABSENT);
  }

  boolean has(int id) {
    return until[id] != ABSENT;
  }

  int length(int id) {
    return has(id) ? until[id] - from[id] : 0;
  }

  /** Copies a value; returns where it ends. */
  int copy(int id, byte[] to, int at) {
    int length = length(id);
    System.arraycopy(payload, from[id], to, at, length);
    return at + length;
  }
}
