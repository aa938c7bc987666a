package io.meshwork.relay.engine;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.event.Event;
import io.meshwork.relay.figures.LinkFigures;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.OutgoingBundle;
import io.meshwork.transport.spi.Passing;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SinkLimits;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transactions of one lane. Invariant: an event counts as passed exactly when the transaction
 * that holds it and its crossing has committed. What cannot be stored now takes everything of the
 * transaction back ({@link Postponed}); what never can is remembered as refused and left out when
 * it is read again, so that a broker that spoils the whole transaction for one event is no harm.
 * One thread.
 */
final class Passage {
  private static final Logger LOG = LoggerFactory.getLogger(Passage.class);
  private static final int MOST_WRITES = 10_000;

  private final SlotSink sink;
  private final SinkLimits limits;
  private final ByteBudget budget;
  private final Clock clock;
  private final SampledHops sampled;
  private final RefusalLog refusals = new RefusalLog(System::nanoTime, Passage::tell);
  private final List<Written> written = new ArrayList<>();
  private final Set<Written> stored = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Route, Long> bytesOf = new HashMap<>();
  private long bytes;
  private int count;
  private long openedAt;
  private boolean begun;

  Passage(SlotSink sink, ByteBudget budget, Clock clock, SampledHops sampled) {
    this.sink = sink;
    this.limits = sink.limits();
    this.budget = budget;
    this.clock = clock;
    this.sampled = sampled;
  }

  boolean isOpen() {
    return begun;
  }

  boolean isOlderThan(Duration age) {
    return begun && System.nanoTime() - openedAt >= age.toNanos();
  }

  /** Takes up an event, or its letter, that an earlier round wrote and that was admitted. */
  void count(Cursor cursor, Event event, Answers.Done done) {
    add(new Written.Before(cursor, event, done));
  }

  /** Whether the event is larger than the target takes, in words; it then is not to be written. */
  @Nullable String fault(Event event) {
    if (event.size() > limits.maxEventBytes()) {
      return "the event has %d bytes, the target takes %d"
          .formatted(event.size(), limits.maxEventBytes());
    }
    long headers = event.size();
    byte[] key = event.key();
    byte[] payload = event.payload();
    headers -= (key == null ? 0 : key.length) + (payload == null ? 0L : payload.length);
    return headers > limits.maxHeaderBytes()
        ? "the event's headers have %d bytes, the target takes %d"
            .formatted(headers, limits.maxHeaderBytes())
        : null;
  }

  /**
   * Takes room for one more event, or bundle of several; false: commit first. An empty transaction
   * always admits one, and waits for the bytes.
   */
  boolean admit(Route route, long size, int events) {
    if (written.isEmpty()) {
      try {
        budget.take(size);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Postponed(route.id(), Duration.ZERO, "interrupted");
      }
      return true;
    }
    long own = bytesOf.getOrDefault(route, 0L);
    boolean full =
        written.size() >= MOST_WRITES
            || count + events > limits.maxEvents()
            || bytes + size > sink.limits().maxBatchBytes()
            || (own > 0 && own + size > route.link().maxBytesInFlight());
    return !full && budget.tryTake(size);
  }

  /** Writes an event that was admitted. */
  void write(Cursor cursor, Received received, long size) {
    Route route = cursor.route();
    Written.One one = new Written.One(cursor, received, size);
    add(one);
    sampled.wrote(cursor, received);
    if (!route.commitsFirst()) {
      hand(one);
    }
  }

  /**
   * The letter of an event that is refused for good, {@code null}: none can be written. Holds as
   * much of the event as the target takes.
   */
  @Nullable Event letter(Cursor cursor, Received received, Refusal refusal) {
    Refusal smaller = refusal;
    while (true) {
      Event letter = DeadLetters.letter(cursor.route(), received, smaller);
      if (letter == null && cursor.route().link().deadLetters() != null) {
        LOG.atError()
            .addKeyValue("link", cursor.route().id())
            .addKeyValue("partition", received.partition())
            .addKeyValue("position", received.before())
            .log("no letter is taken, the refused event is only counted");
      }
      if (letter == null || fault(letter) == null) {
        return letter;
      }
      smaller = smaller.less();
    }
  }

  /** Writes a letter that was admitted. */
  void bury(Cursor cursor, Received received, Refusal refusal, Event letter) {
    Written.Letter written = new Written.Letter(cursor, received, refusal, letter);
    add(written);
    if (!cursor.route().commitsFirst()) {
      hand(written);
    }
  }

  /** How the bundle gets on for this link. */
  Passing passing(Cursor cursor, Bundle bundle) {
    if (!cursor.wantsWhole(bundle)) {
      return Passing.REENCODED;
    }
    Passing passing = sink.passing(bundle, cursor.route().link().to().channel());
    // The crossing comes first there: it must know the digest before anything is written.
    return passing == Passing.MERGED && cursor.route().commitsFirst() ? Passing.REENCODED : passing;
  }

  /** Hands on a bundle that was admitted. */
  void forward(Cursor cursor, Bundle bundle) {
    Written.Whole whole = new Written.Whole(cursor, bundle);
    add(whole);
    sampled.wrote(cursor, bundle);
    if (!cursor.route().commitsFirst()) {
      hand(whole);
    }
  }

  private void hand(Written next) {
    Route route = next.cursor().route();
    ChannelAddress channel = route.link().to().channel();
    Integer partition = route.targetPartition(next.cursor().partition().number());
    switch (next) {
      case Written.One(_, Received received, _) ->
          sink.write(new Outgoing(channel, partition, received.event()));
      case Written.Letter(_, _, _, Event event) ->
          sink.write(new Outgoing(DeadLetters.channel(route), null, event));
      case Written.Whole(_, Bundle bundle) ->
          sink.forward(
              new OutgoingBundle(
                  channel, Objects.requireNonNull(partition, "wanted whole"), bundle));
      case Written.Before _ -> {}
    }
  }

  private void add(Written more) {
    Route route = more.cursor().route();
    written.add(more);
    bytes += more.bytes();
    count += more.count();
    bytesOf.merge(route, more.bytes(), Long::sum);
    route.figures().inFlight(more.bytes());
    more.cursor().wrote();
    begin();
  }

  private void begin() {
    if (!begun) {
      sink.begin();
      begun = true;
      openedAt = System.nanoTime();
    }
  }

  /**
   * Ends the transaction with the crossings of these cursors, which have moved. All of a lane's
   * links are of one class.
   */
  void commit(List<Cursor> moved) {
    begin();
    if (!written.isEmpty() && written.getFirst().cursor().route().commitsFirst()) {
      written.forEach(Passage::countAsPassed);
      commitPositions(moved);
      written.forEach(this::hand);
      loseWhatIsNotStored(sink.flush());
    } else if (written.isEmpty()) {
      commitPositions(moved);
    } else {
      commitWhatIsStored(moved);
      written.forEach(Passage::countLetter);
    }
    long committedAt = clock.millis();
    sampled.committed(committedAt);
    for (Written each : written) {
      if (each.count() > 0) {
        each.cursor().route().figures().latency(committedAt - each.timestamp(), each.count());
      }
    }
    moved.forEach(Cursor::commit);
    refusals.lookAround();
    bytesOf.keySet().forEach(route -> route.figures().transaction());
    settle();
  }

  private void commitWhatIsStored(List<Cursor> moved) {
    Examination examined = new Examination(written, sink.flush(), this::refuse);
    Postponed postponed = examined.postponed();
    if (postponed != null) {
      postpone(examined, moved, postponed);
    }
    try {
      commitPositions(moved);
    } catch (MeshException e) {
      if (keepsWhatIsStored()) {
        stored.addAll(examined.remember());
      }
      throw e;
    }
  }

  private static void countLetter(Written each) {
    if (each instanceof Written.Letter
        || (each instanceof Written.Before before && before.done().letter())) {
      each.cursor().route().figures().deadLetter();
    }
  }

  private void commitPositions(List<Cursor> moved) {
    Instant now = clock.instant();
    moved.forEach(Cursor::inDoubt);
    sink.commit(moved.stream().flatMap(cursor -> cursor.crossings(now).stream()).toList());
    begun = false;
  }

  private static void countAsPassed(Written each) {
    switch (each) {
      case Written.One(Cursor cursor, Received received, _) -> cursor.countPassed(received.event());
      case Written.Letter _ -> {}
      case Written.Whole(Cursor cursor, Bundle bundle) -> cursor.countPassed(bundle);
      case Written.Before(Cursor cursor, Event event, _) -> cursor.countPassed(event);
    }
  }

  /** The positions are past them. */
  private void loseWhatIsNotStored(List<WriteOutcome> outcomes) {
    for (int i = 0; i < written.size(); i++) {
      Written each = written.get(i);
      switch (outcomes.get(i)) {
        case WriteOutcome.Stored _, WriteOutcome.StoredWhole _, WriteOutcome.Duplicate _ ->
            countLetter(each);
        case WriteOutcome.StoredInPart(_, int events, _, _, WriteOutcome rest) ->
            lose(each, each.count() - events, rest);
        case WriteOutcome.Later _, WriteOutcome.Refused _ ->
            lose(each, each.count(), outcomes.get(i));
      }
    }
  }

  private static void lose(Written each, int events, WriteOutcome outcome) {
    Cursor cursor = each.cursor();
    String reason = reason(outcome);
    if (events > 0) {
      cursor.lose(events, each.bytes() * events / each.count());
    }
    cursor.route().figures().lastRefusal("Events were lost, as at-most-once allows: " + reason);
    LOG.atWarn()
        .addKeyValue("link", cursor.route().id())
        .addKeyValue("partition", cursor.partition())
        .addKeyValue("events", events)
        .addKeyValue("reason", reason)
        .log("events lost, at most once");
  }

  private static String reason(WriteOutcome outcome) {
    return switch (outcome) {
      case WriteOutcome.Later(_, String reason) -> reason;
      case WriteOutcome.Refused(String reason) -> reason;
      case WriteOutcome.Stored _, WriteOutcome.StoredWhole _ -> "stored";
      case WriteOutcome.StoredInPart _, WriteOutcome.Duplicate _ -> "stored";
    };
  }

  /**
   * What cannot be committed is taken back; but what is seen as soon as it is written is not
   * written again, and partitions of which all is stored are committed.
   */
  private void postpone(Examination examined, List<Cursor> moved, Postponed postponed) {
    sink.abort();
    begun = false;
    if (keepsWhatIsStored()) {
      stored.addAll(examined.remember());
      List<Cursor> well = moved.stream().filter(examined::isWell).toList();
      if (!well.isEmpty()) {
        begin();
        commitPositions(well);
        written.stream()
            .filter(each -> examined.isWell(each.cursor()))
            .forEach(Passage::countLetter);
        well.forEach(Cursor::commit);
      }
    }
    throw postponed;
  }

  /** Whether events are durable before their transaction is; all of a lane are of one class. */
  private boolean keepsWhatIsStored() {
    return written.getFirst().cursor().route().link().delivery() == DeliveryClass.AT_LEAST_ONCE;
  }

  /** Notes that an event is refused for good. */
  Refusal refuse(Cursor cursor, Received received, String reason) {
    Refusal known = cursor.answers().refusalAt(received.before());
    Instant now = clock.instant();
    Refusal refusal = known == null ? Refusal.of(reason, now) : known.again(reason, now);
    cursor.answers().refused(received.before(), refusal);
    cursor.route().figures().lastRefusal("An event was refused for good: " + reason);
    refusals.refused(cursor.route(), received, reason);
    return refusal;
  }

  private static void tell(Route route, RefusalLog.Told refused) {
    LOG.atWarn()
        .addKeyValue("link", route.id())
        .addKeyValue("events", refused.events())
        .addKeyValue("partition", refused.partition())
        .addKeyValue("position", refused.position())
        .addKeyValue("reason", refused.reason())
        .log("events refused");
  }

  /** The transaction is gone: its bytes are free, its writes will be tried again. */
  void forget() {
    for (Map.Entry<Route, Long> each : countWrites().entrySet()) {
      LinkFigures figures = each.getKey().figures();
      figures.retried(each.getValue());
    }
    written.stream()
        .filter(each -> each.count() > 0 && !isStored(each))
        .forEach(each -> each.cursor().route().allowance().give(each.count(), each.bytes()));
    begun = false;
    settle();
  }

  private Map<Route, Long> countWrites() {
    Map<Route, Long> writes = new HashMap<>();
    written.stream()
        .filter(each -> !isStored(each))
        .forEach(each -> writes.merge(each.cursor().route(), (long) each.count(), Long::sum));
    return writes;
  }

  private boolean isStored(Written each) {
    return each instanceof Written.Before || stored.contains(each);
  }

  private void settle() {
    for (Written each : written) {
      budget.give(each.bytes());
    }
    bytesOf.forEach((route, size) -> route.figures().inFlight(-size));
    sampled.forget();
    written.clear();
    stored.clear();
    bytesOf.clear();
    bytes = 0;
    count = 0;
  }
}
