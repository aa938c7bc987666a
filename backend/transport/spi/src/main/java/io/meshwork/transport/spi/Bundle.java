package io.meshwork.transport.spi;

import java.util.List;

/**
 * Consecutive events of one partition, as a source hands them out: in the form in which the broker
 * stores them, for as long as nobody asks for single ones. At least one event. One thread.
 */
public interface Bundle {
  /** Where they lay. */
  SourcePartition partition();

  /** The position that reads the first of them first. */
  Position before();

  /** The position behind the last. */
  Position after();

  /** How many. */
  int count();

  /** What it takes in memory, in the form in which it is. */
  long bytes();

  /** The newest of their timestamps, in milliseconds since 1970. */
  long newest();

  /** Over the form in which they are: of single events the sum of theirs, else of stored bytes. */
  Digest digest();

  /** The single events, in order. The first call may parse; later ones are free. */
  List<Received> events();

  /** Of single events: consecutive, of one partition, at least one. */
  static Bundle of(List<Received> events) {
    return new SingleEvents(events);
  }
}
