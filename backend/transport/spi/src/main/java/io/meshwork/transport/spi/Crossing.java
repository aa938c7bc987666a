package io.meshwork.transport.spi;

import io.meshwork.model.LinkId;
import java.time.Instant;
import java.util.List;

/**
 * What a link writes with every commit for each source partition that it read from.
 *
 * @param link which
 * @param source what was read
 * @param from the position before
 * @param through the position after: what the next owner goes on from
 * @param passed how many events of the range were written
 * @param filtered how many the filter held back
 * @param refused how many were refused for good
 * @param digest over the events passed one by one
 * @param forwarded over the stored bytes of the events forwarded undecoded
 * @param targets where they went
 * @param at when, by the relay's clock
 */
public record Crossing(
    LinkId link,
    SourcePartition source,
    Position from,
    Position through,
    long passed,
    long filtered,
    long refused,
    Digest digest,
    Digest forwarded,
    List<TargetRange> targets,
    Instant at) {
  /** Copies the targets. */
  public Crossing {
    targets = List.copyOf(targets);
  }

  /** One that says where a link stands, and of no event. */
  public static Crossing empty(
      LinkId link, SourcePartition source, Position from, Position through, Instant at) {
    return new Crossing(
        link, source, from, through, 0, 0, 0, Digest.NONE, Digest.NONE, List.of(), at);
  }

  /** The positions of the first and the last event written to a target partition. */
  public record TargetRange(SourcePartition partition, Position first, Position last) {}
}
