package io.meshwork.deployment.verify;

import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourcePartition;
import java.util.ArrayList;
import java.util.List;

/**
 * Crossings whose ranges at the target overlap, directly or over others: what they wrote can only
 * be told apart by its bytes. Between two knots lies nothing of either.
 */
final class Knot {
  private final List<Crossing> own = new ArrayList<>();
  private final List<Crossing> others = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private boolean open;

  /** A stretch of the target that crossings cover without a break. */
  record Span(SourcePartition partition, Position first, Position last, List<Place> places) {}

  /** One crossing's range in one partition of the target. */
  record Place(Crossing crossing, SourcePartition partition, Position first, Position last) {}

  void add(Crossing crossing, boolean isOwn, boolean inside) {
    (isOwn ? own : others).add(crossing);
    open |= !inside;
  }

  void add(Span span) {
    spans.add(span);
  }

  List<Crossing> own() {
    return own;
  }

  List<Crossing> others() {
    return others;
  }

  List<Span> spans() {
    return spans;
  }

  /** Whether crossings that are not known may belong to it. */
  boolean isOpen() {
    return open;
  }
}
