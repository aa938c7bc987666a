package io.meshwork.relay.engine;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.PositionMove;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.event.Event;
import io.meshwork.pattern.EventPatterns;
import io.meshwork.pattern.FilterUnion;
import io.meshwork.projection.Projected;
import io.meshwork.projection.Projection;
import io.meshwork.relay.figures.LinkFigures;
import io.meshwork.transport.spi.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A link ready to run. Compared by identity; a link that has not changed keeps its route. */
final class Route {
  private final ManifestLink link;
  private final FilterUnion filter;
  private final @Nullable Projection projection;
  private final List<String> patterns;
  private final LinkFigures figures;
  private final Allowance allowance;
  private final boolean keepsPartition;
  private final Map<Integer, Going> moves = new HashMap<>();

  /** Where a partition goes on, by the last position move that names it. */
  record Going(long number, Position to, boolean backfill) {}

  Route(ManifestLink link, LinkFigures figures, Allowance allowance) {
    this.link = link;
    this.figures = figures;
    this.allowance = allowance;
    this.filter = filterOf(link);
    JsonText transform = link.transform();
    this.projection = transform == null ? null : Projection.parse(transform.value());
    this.patterns = link.filters().stream().map(JsonText::value).sorted().distinct().toList();
    this.keepsPartition = link.from().partitions() == link.to().partitions();
    for (PositionMove move : link.moves()) {
      for (PositionMove.Place place : move.places()) {
        moves.merge(
            place.partition(),
            new Going(move.number(), new Position(place.position()), move.leavesOut()),
            (one, other) -> one.number() > other.number() ? one : other);
      }
    }
  }

  private static FilterUnion filterOf(ManifestLink link) {
    if (link.filters().isEmpty()) {
      return FilterUnion.all();
    }
    FilterUnion union = FilterUnion.none();
    for (JsonText text : link.filters()) {
      union = union.with(EventPatterns.parse(text.value()));
    }
    return union;
  }

  /** Whether positions are committed before events are written, so that none is written twice. */
  boolean commitsFirst() {
    return link.delivery() == DeliveryClass.AT_MOST_ONCE;
  }

  LinkId id() {
    return link.id();
  }

  ManifestLink link() {
    return link;
  }

  /** The last position move of that source partition, {@code null}: none. */
  @Nullable Going move(int partition) {
    return moves.get(partition);
  }

  /** The filter as text, in one order; empty: everything passes. */
  List<String> patterns() {
    return patterns;
  }

  FilterUnion filter() {
    return filter;
  }

  /** How payloads are projected, {@code null}: events pass as they are. */
  @Nullable Projection projection() {
    return projection;
  }

  /**
   * An event as it is to be written. Of many links of a channel, {@link LinkTable.Fan} parses once.
   */
  Projected projected(Event event) {
    return projection == null ? new Projected.Written(event) : projection.project(event);
  }

  LinkFigures figures() {
    return figures;
  }

  /** What it may move. */
  Allowance allowance() {
    return allowance;
  }

  /** The partition to write to, {@code null}: by key. */
  @Nullable Integer targetPartition(int sourcePartition) {
    return keepsPartition && sourcePartition < link.to().partitions() ? sourcePartition : null;
  }
}
