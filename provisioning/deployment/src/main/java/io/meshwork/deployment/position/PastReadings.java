package io.meshwork.deployment.position;

import io.meshwork.api.BackfillDocument;
import io.meshwork.api.FilterHistory;
import io.meshwork.api.FilterHistory.Stretch;
import io.meshwork.api.ManifestLink;
import io.meshwork.controlplane.monitoring.LinkDirectory.Placed;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * With which filters one link has read its source, as its target remembers it. Reads only; one
 * thread.
 */
final class PastReadings {
  private final ManifestLink link;
  private final Reader source;
  private final Map<LinkPartition, Position> committed;
  private final StartAt from;

  PastReadings(Placed placed, Reader source, Reader target, StartAt from) {
    this.link = placed.link();
    this.source = source;
    this.from = from;
    SlotGroup group =
        new SlotGroup(
            link.from().broker(),
            link.to().broker(),
            link.delivery(),
            placed.runsIn(),
            link.slots());
    this.committed = target.positions(Set.of(group));
  }

  Map<LinkPartition, Position> committed() {
    return committed;
  }

  /**
   * What a backfill of the link looks at again, in each partition that has any.
   *
   * @throws MeshException with which filters that was read is not known
   */
  List<BackfillDocument.Stretch> toLookAt() {
    Set<String> wanted = patterns(link);
    List<BackfillDocument.Stretch> found = new ArrayList<>();
    goals()
        .forEach(
            (partition, goal) -> {
              BackfillDocument.Stretch stretch = toLookAt(partition, goal, wanted);
              if (stretch != null) {
                found.add(stretch);
              }
            });
    return found;
  }

  private BackfillDocument.@Nullable Stretch toLookAt(
      SourcePartition partition, Position goal, Set<String> wanted) {
    Past past = past(partition, goal);
    if (past == null) {
      return null;
    }
    Position begins = null;
    long events = 0;
    for (Part part : past.parts()) {
      if (!FilterHistory.isKnown(List.of(part.stretch()))) {
        throw refused(
            "With which filters link '%s' read %s before position %s%s is not recorded, so that nobody can say what it let pass. Ask for a later time."
                .formatted(link.id(), partition, part.until(), at(partition, part.until())));
      }
      if (!covers(past.history(), part.stretch(), wanted)) {
        begins = begins == null ? part.from() : begins;
        events += source.distance(partition, part.from(), part.until());
      }
    }
    return begins == null || events == 0
        ? null
        : new BackfillDocument.Stretch(partition.number(), begins.value(), events);
  }

  /**
   * Makes sure that a transfer has let all pass, since then, that these patterns take.
   *
   * @throws MeshException it has not, or that is not known
   */
  void refuseUnlessPassed(Set<String> wanted) {
    goals()
        .forEach(
            (partition, goal) -> {
              Past past = past(partition, goal);
              if (past == null) {
                return;
              }
              for (Part part : past.parts()) {
                boolean events = source.distance(partition, part.from(), part.until()) > 0;
                if (events && !covers(past.history(), part.stretch(), wanted)) {
                  throw refused(
                      "Events of %s before position %s%s were not all carried by link '%s', which reads them from another broker: its filter left out what nobody behind it took then. A backfill works where all of them arrived; ask for a later time, or subscribe at broker '%s'."
                          .formatted(
                              partition,
                              part.until(),
                              at(partition, part.until()),
                              link.id(),
                              link.from().broker()));
                }
              }
            });
  }

  /** A part of a source partition that was read with the same filters. */
  private record Part(Stretch stretch, Position from, Position until) {}

  private record Past(FilterHistory history, List<Part> parts) {}

  private @Nullable Past past(SourcePartition partition, Position goal) {
    Position stands = committed.get(new LinkPartition(link.id(), partition));
    if (stands == null || (source.distance(partition, goal, stands) == 0 && !goal.equals(stands))) {
      return null;
    }
    if (source.distance(partition, stands, goal) > 0) {
      throw refused(
          "Link '%s' stands at a place of %s that is not one of the channel that is there now. Move its position first."
              .formatted(link.id(), partition));
    }
    FilterHistory.Order order =
        (position, later) ->
            source.distance(partition, new Position(position), new Position(later)) > 0;
    Position text = committed.get(new LinkPartition(link.id().filters(), partition));
    FilterHistory held = text == null ? null : FilterHistory.parse(text.value());
    FilterHistory history =
        held == null
            ? FilterHistory.begin(stands.value(), List.copyOf(patterns(link)), false)
            : held.told(stands.value(), order);
    List<Stretch> all = history.stretches();
    String last = all.getLast().from();
    String end = last == null || order.isBefore(last, stands.value()) ? stands.value() : last;
    List<Part> parts = new ArrayList<>();
    for (Stretch stretch : history.within(goal.value(), end, order)) {
      int next = all.indexOf(stretch) + 1;
      String until = next < all.size() ? all.get(next).from() : end;
      String from =
          stretch.from() == null || order.isBefore(stretch.from(), goal.value())
              ? goal.value()
              : stretch.from();
      parts.add(new Part(stretch, new Position(from), new Position(until == null ? end : until)));
    }
    return new Past(history, parts);
  }

  /** Whether one of the filters took at least what these patterns take. */
  private static boolean covers(FilterHistory history, Stretch stretch, Set<String> wanted) {
    return stretch.by().stream()
        .filter(number -> number != FilterHistory.UNKNOWN)
        .map(number -> history.filters().get(number))
        .anyMatch(filter -> filter.isEmpty() || (!wanted.isEmpty() && filter.containsAll(wanted)));
  }

  /** The filter of a link as text; empty: everything passes. */
  static Set<String> patterns(ManifestLink link) {
    Set<String> patterns = new HashSet<>();
    link.filters().stream().map(JsonText::value).forEach(patterns::add);
    return patterns;
  }

  private Map<SourcePartition, Position> goals() {
    return new TreeMap<>(StoredPositions.find(source, link, from));
  }

  /** When the event there was published, for people. */
  private String at(SourcePartition partition, Position position) {
    List<Received> found = source.range(partition, position, 1);
    return found.isEmpty()
        ? ""
        : " (%s)".formatted(Instant.ofEpochMilli(found.getFirst().event().timestamp()));
  }

  private static MeshException refused(String message) {
    return new MeshException(DeploymentError.BACKFILL_REFUSED, message);
  }
}
