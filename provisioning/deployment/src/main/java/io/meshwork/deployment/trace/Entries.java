package io.meshwork.deployment.trace;

import io.meshwork.api.TraceDocument.Kind;
import io.meshwork.api.TraceDocument.Reason;
import io.meshwork.api.TraceDocument.TracedHop;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.event.CloudEvents;
import io.meshwork.planner.LinkEnd;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Looks for an event where it was published. One thread. */
final class Entries {
  private final EventTypeName type;
  private final Sights sights;
  private final ChannelSearch.Bounds bounds;

  Entries(EventTypeName type, Sights sights, ChannelSearch.Bounds bounds) {
    this.type = type;
    this.sights = sights;
    this.bounds = bounds;
  }

  /**
   * What one entry holds of it.
   *
   * @param address {@code null}: not known
   */
  record Entry(BrokerName broker, @Nullable ChannelAddress address, Find find) {
    /** When the event was published there, {@code null}: it was not. */
    @Nullable Instant at() {
      return find instanceof Find.There(var places)
          ? Instant.ofEpochMilli(places.getFirst().event().timestamp())
          : null;
    }
  }

  Entry look(BrokerName broker, String id, EventTrace.Window window) {
    ChannelAddress address = null;
    try {
      ChannelAddress known = sights.address(new ChannelId.Entry(type, broker));
      address = known;
      return new Entry(broker, known, sights.of(broker).ask(_ -> find(broker, known, id, window)));
    } catch (MeshException e) {
      return new Entry(broker, address, new Find.Unreadable(e.text()));
    }
  }

  /**
   * The hop, with what lies behind it.
   *
   * @param retention for how long the channel keeps events
   */
  TracedHop hop(Entry entry, EventTrace.Window window, Duration retention, Walk walk) {
    return switch (entry.find()) {
      case Find.There(List<Received> places) -> {
        Instant at = Instant.ofEpochMilli(places.getFirst().event().timestamp());
        ChannelAddress address = Objects.requireNonNull(entry.address(), "it was read");
        if (at.isBefore(window.from())) {
          yield hop(entry, outside(at), places, at, List.of());
        }
        LinkEnd end = new LinkEnd(new ChannelId.Entry(type, entry.broker()), address, 0);
        yield hop(entry, published(places), places, at, walk.behind(new Source(end, places, at)));
      }
      case Find.Unseen unseen ->
          hop(entry, unseen(unseen, window, retention), List.of(), null, List.of());
      case Find.Unreadable(String why) ->
          hop(
              entry,
              Verdict.undecided(
                  "The channel cannot be read: " + why, "Ask again when the broker answers."),
              List.of(),
              null,
              List.of());
    };
  }

  private static Verdict outside(Instant at) {
    return Verdict.undecided(
        "It lies there, published at %s, which is before the time that was asked for; what the mesh was then was not looked at."
            .formatted(at),
        "Ask with --around " + at);
  }

  private Find find(
      BrokerName broker, ChannelAddress address, String id, EventTrace.Window window) {
    Sight sight = sights.of(broker);
    int slash = id.indexOf('/');
    if (slash > 0 && id.substring(0, slash).chars().allMatch(Character::isDigit)) {
      Find placed = placed(sight, address, id, slash);
      if (placed instanceof Find.There) {
        return placed;
      }
    }
    return new ChannelSearch(sight.end(), address, bounds)
        .around(
            window.from(),
            window.to(),
            _ -> true,
            received -> id.equals(received.event().header(CloudEvents.ID)));
  }

  /** By partition and position; what is no position of this broker lies nowhere. */
  private Find placed(Sight sight, ChannelAddress address, String id, int slash) {
    try {
      return new ChannelSearch(sight.end(), address, bounds)
          .at(
              new SourcePartition(address, Integer.parseInt(id.substring(0, slash))),
              new Position(id.substring(slash + 1)));
    } catch (MeshException | IllegalArgumentException e) {
      return new Find.Unseen(true, 0, null);
    }
  }

  private static Verdict published(List<Received> places) {
    return places.size() == 1
        ? Verdict.found("It was published once.")
        : Verdict.found(
            "%d events with this id were published; the way of the first is followed."
                .formatted(places.size()));
  }

  private static Verdict unseen(Find.Unseen unseen, EventTrace.Window window, Duration retention) {
    if (!unseen.whole()) {
      return Verdict.undecided(
          "%d events of the time were read without finding it, and there are more."
              .formatted(unseen.read()),
          "Name the time more exactly, and a shorter one with --within.");
    }
    if (window.isOlderThan(retention)) {
      return Verdict.absent(
          Reason.RETENTION,
          "It is not there; the channel keeps events for %s, and the time is longer ago."
              .formatted(retention),
          null);
    }
    return Verdict.absent(
        Reason.NOT_PUBLISHED,
        "It was not published here between %s and %s; %d events were."
            .formatted(window.from(), window.to(), unseen.read()),
        "Check the id, and the time by the broker's clock.");
  }

  private TracedHop hop(
      Entry entry,
      Verdict verdict,
      List<Received> places,
      @Nullable Instant at,
      List<TracedHop> behind) {
    ChannelAddress address = entry.address();
    return new TracedHop(
        Kind.ENTRY,
        sights.region(entry.broker()),
        entry.broker().value(),
        address == null ? null : address.value(),
        null,
        null,
        verdict.state(),
        verdict.reason(),
        verdict.text(),
        verdict.clauses(),
        verdict.next(),
        Walk.places(places),
        at,
        null,
        behind);
  }
}
