package io.meshwork.relay.engine;

import io.meshwork.api.DeadRecord;
import io.meshwork.api.DeadRecord.Letter;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.event.Event;
import io.meshwork.relay.engine.LetterShelf.Shelved;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hands letters on, and marks them. By the class of the lane:
 *
 * <ul>
 *   <li>effectively-once: an event and its letter's mark are one transaction;
 *   <li>at-least-once: the mark follows the event, so that between the two a relay that dies leaves
 *       an event that will be handed on once more;
 *   <li>at-most-once: the mark goes before the event, which may then be lost.
 * </ul>
 *
 * <p>What was handed on is told in crossings of their own, under the link's id and {@value
 * #CROSSING}: they move no position of the link, and account for what lies at its target beside
 * what the link passed.
 *
 * <p>One thread; only while no other transaction of the lane is open.
 */
final class LetterSink {
  /** Added to a link's id, which holds no such sign. */
  static final String CROSSING = "#redrive";

  private static final Duration LIMIT_SEEN = Duration.ofSeconds(1);

  private final Route route;
  private final SlotSink sink;
  private final DeliveryClass delivery;
  private final Clock clock;

  LetterSink(Route route, SlotSink sink, DeliveryClass delivery, Clock clock) {
    this.route = route;
    this.sink = sink;
    this.delivery = delivery;
    this.clock = clock;
  }

  /**
   * What became of letters.
   *
   * @param redriven handed on and marked
   * @param refused marked as refused again
   * @param learned refused just now, and not marked yet
   * @param later why others were not taken now, {@code null}: all were
   */
  record Done(
      Collection<Shelved> redriven,
      Collection<Shelved> refused,
      Map<Shelved, String> learned,
      @Nullable Postponed later) {}

  /** The dead-letter channel does not take marks; the link itself may be well. */
  static final class NotNow extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotNow(String reason) {
      super(reason, null, false, false);
    }
  }

  /** Writes a scan's mark into these partitions; durable when it returns. */
  void scan(UUID id, Collection<SourcePartition> partitions) {
    Event mark = new DeadRecord.Scan(id, clock.instant()).toEvent();
    List<Outgoing> marks =
        partitions.stream().map(each -> new Outgoing(each.channel(), each.number(), mark)).toList();
    begin();
    writeMarks(marks);
    end();
  }

  /** Hands these events on, marks their letters, and marks those that are refused again. */
  Done handOn(UUID redrive, Map<Shelved, Event> events, Map<Shelved, String> refused) {
    return delivery == DeliveryClass.AT_MOST_ONCE
        ? markFirst(redrive, events, refused)
        : markAfter(redrive, events, refused);
  }

  private Done markAfter(UUID redrive, Map<Shelved, Event> events, Map<Shelved, String> refused) {
    begin();
    Outcomes outcomes = write(events);
    boolean atomic = delivery == DeliveryClass.EFFECTIVELY_ONCE;
    if (atomic && outcomes.stored().size() < events.size()) {
      // A broker may have spoilt the whole transaction for one event: once more without it.
      sink.abort();
      Postponed later = outcomes.later();
      if (later != null && outcomes.refused().isEmpty()) {
        throw later;
      }
      return new Done(List.of(), List.of(), outcomes.refused(), null);
    }
    Map<Shelved, String> again = new LinkedHashMap<>(refused);
    again.putAll(outcomes.refused());
    writeMarks(marks(redrive, outcomes.stored(), again));
    sink.commit(crossings(outcomes, events));
    count(outcomes.stored(), events);
    return new Done(outcomes.stored(), again.keySet(), Map.of(), outcomes.later());
  }

  private Done markFirst(UUID redrive, Map<Shelved, Event> events, Map<Shelved, String> refused) {
    begin();
    writeMarks(marks(redrive, events.keySet(), refused));
    Outcomes outcomes = write(events);
    sink.begin();
    sink.commit(crossings(outcomes, events));
    count(outcomes.stored(), events);
    if (outcomes.stored().size() < events.size()) {
      route.figures().lastRefusal("Redriven events were lost, as at-most-once allows.");
    }
    return new Done(events.keySet(), refused.keySet(), Map.of(), null);
  }

  private record Outcomes(
      Map<Shelved, WriteOutcome> written, Map<Shelved, String> refused, @Nullable Postponed later) {
    Collection<Shelved> stored() {
      return written.keySet();
    }
  }

  private List<Crossing> crossings(Outcomes outcomes, Map<Shelved, Event> events) {
    Map<SourcePartition, Passed> passed = new TreeMap<>();
    outcomes
        .written()
        .forEach(
            (each, outcome) -> {
              DeadRecord.Origin origin = each.letter().origin();
              Event event = events.get(each);
              if (event != null) {
                passed
                    .computeIfAbsent(
                        new SourcePartition(origin.channel(), origin.partition()),
                        _ -> new Passed(new Position(origin.position())))
                    .add(event, outcome);
              }
            });
    LinkId link = new LinkId(route.id() + CROSSING);
    Instant now = clock.instant();
    return passed.entrySet().stream()
        .map(each -> each.getValue().crossing(link, each.getKey(), now))
        .toList();
  }

  /** What was handed on of one source partition. */
  private static final class Passed {
    private final Position at;
    private final Map<SourcePartition, Crossing.TargetRange> targets = new TreeMap<>();
    private long count;
    private Digest digest = Digest.NONE;

    private Passed(Position at) {
      this.at = at;
    }

    void add(Event event, WriteOutcome outcome) {
      count++;
      digest = digest.plus(Digest.of(event));
      if (outcome instanceof WriteOutcome.Stored(SourcePartition partition, Position position)) {
        targets.merge(
            partition,
            new Crossing.TargetRange(partition, position, position),
            (range, next) ->
                new Crossing.TargetRange(range.partition(), range.first(), next.last()));
      }
    }

    Crossing crossing(LinkId link, SourcePartition source, Instant now) {
      return new Crossing(
          link,
          source,
          at,
          at,
          count,
          0,
          0,
          digest,
          Digest.NONE,
          List.copyOf(targets.values()),
          now);
    }
  }

  private Outcomes write(Map<Shelved, Event> events) {
    ChannelAddress channel = route.link().to().channel();
    events.forEach(
        (each, event) ->
            sink.write(
                new Outgoing(
                    channel, route.targetPartition(each.letter().origin().partition()), event)));
    List<WriteOutcome> outcomes = events.isEmpty() ? List.of() : sink.flush();
    Map<Shelved, WriteOutcome> stored = new LinkedHashMap<>();
    Map<Shelved, String> refused = new LinkedHashMap<>();
    Postponed later = null;
    int i = 0;
    for (Shelved each : events.keySet()) {
      WriteOutcome outcome = outcomes.get(i++);
      switch (outcome) {
        case WriteOutcome.Stored _, WriteOutcome.Duplicate _ -> stored.put(each, outcome);
        case WriteOutcome.Refused(String reason) -> refused.put(each, reason);
        case WriteOutcome.Later(Duration after, String reason) ->
            later = new Postponed(route.id(), after.isZero() ? LIMIT_SEEN : after, reason);
        case WriteOutcome.StoredWhole _, WriteOutcome.StoredInPart _ ->
            throw new IllegalStateException("The sink speaks of a bundle; it was given events.");
      }
    }
    return new Outcomes(stored, refused, later);
  }

  private List<Outgoing> marks(
      UUID redrive, Collection<Shelved> redriven, Map<Shelved, String> refused) {
    Instant now = clock.instant();
    ChannelAddress channel = DeadLetters.channel(route);
    List<Outgoing> marks = new ArrayList<>();
    for (Shelved each : redriven) {
      Event mark = new DeadRecord.Redriven(each.letter().origin(), redrive, now).toEvent();
      marks.add(new Outgoing(channel, each.partition(), mark));
    }
    refused.forEach(
        (each, reason) -> {
          Letter letter = each.letter();
          Event mark =
              new DeadRecord.RefusedAgain(
                      letter.origin(), redrive, reason, letter.attempts() + 1, now)
                  .toEvent();
          marks.add(new Outgoing(channel, each.partition(), mark));
        });
    return marks;
  }

  /** All of them, else the transaction is taken back. */
  private void writeMarks(List<Outgoing> marks) {
    if (marks.isEmpty()) {
      return;
    }
    marks.forEach(sink::write);
    for (WriteOutcome outcome : sink.flush()) {
      String problem =
          switch (outcome) {
            case WriteOutcome.Stored _, WriteOutcome.Duplicate _ -> null;
            case WriteOutcome.StoredWhole _, WriteOutcome.StoredInPart _ ->
                throw new IllegalStateException("The sink speaks of a bundle; it was given marks.");
            case WriteOutcome.Later(Duration _, String reason) -> reason;
            case WriteOutcome.Refused(String reason) -> reason;
          };
      if (problem != null) {
        if (delivery != DeliveryClass.AT_MOST_ONCE) {
          sink.abort();
        }
        throw new NotNow("The dead-letter channel takes no marks: " + problem);
      }
    }
  }

  /** At-most-once ends the transaction before anything is written. */
  private void begin() {
    sink.begin();
    if (delivery == DeliveryClass.AT_MOST_ONCE) {
      sink.commit(List.of());
    }
  }

  private void end() {
    if (delivery != DeliveryClass.AT_MOST_ONCE) {
      sink.commit(List.of());
    }
  }

  private void count(Collection<Shelved> stored, Map<Shelved, Event> events) {
    long bytes = 0;
    for (Shelved each : stored) {
      Event event = events.get(each);
      bytes += event == null ? 0 : event.size();
    }
    route.figures().committed(stored.size(), bytes, 0, 0);
  }
}
