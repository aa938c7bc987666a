package io.meshwork.relay.engine;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
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
import java.util.HashMap;
import java.util.HashSet;
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

  /** What is in the open transaction, and gets one outcome. */
  private sealed interface Written {
    Cursor cursor();

    /** What it takes of the budget. */
    long bytes();

    int count();

    long timestamp();

    record One(Cursor cursor, Received received, long bytes) implements Written {
      @Override
      public int count() {
        return 1;
      }

      @Override
      public long timestamp() {
        return received.event().timestamp();
      }
    }

    /** Of an event that is refused for good; moves nothing, and is part of the crossing. */
    record Letter(Cursor cursor, Received received, Refusal refusal, Event event)
        implements Written {
      @Override
      public long bytes() {
        return event.size();
      }

      @Override
      public int count() {
        return 0;
      }

      @Override
      public long timestamp() {
        return event.timestamp();
      }
    }

    record Whole(Cursor cursor, Bundle bundle) implements Written {
      @Override
      public long bytes() {
        return bundle.bytes();
      }

      @Override
      public int count() {
        return bundle.count();
      }

      @Override
      public long timestamp() {
        return bundle.newest();
      }
    }
  }

  private final SlotSink sink;
  private final SinkLimits limits;
  private final ByteBudget budget;
  private final Clock clock;
  private final SampledHops sampled;
  private final RefusalLog refusals = new RefusalLog(System::nanoTime, Passage::tell);
  private final List<Written> written = new ArrayList<>();
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
    } else {
      if (!written.isEmpty()) {
        examine(sink.flush());
      }
      commitPositions(moved);
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

  private static void countLetter(Written each) {
    if (each instanceof Written.Letter) {
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
    }
  }

  /** The positions are past them. */
  private void loseWhatIsNotStored(List<WriteOutcome> outcomes) {
    for (int i = 0; i < written.size(); i++) {
      Written each = written.get(i);
      switch (outcomes.get(i)) {
        case WriteOutcome.Stored _, WriteOutcome.StoredWhole _, WriteOutcome.Duplicate _ ->
            countLetter(each);
        case WriteOutcome.Later(_, String reason) -> lose(each, reason);
        case WriteOutcome.Refused(String reason) -> lose(each, reason);
      }
    }
  }

  private static void lose(Written each, String reason) {
    Cursor cursor = each.cursor();
    if (each.count() > 0) {
      cursor.lose(each.count(), each.bytes());
    }
    cursor.route().figures().lastRefusal("Events were lost, as at-most-once allows: " + reason);
    LOG.atWarn()
        .addKeyValue("link", cursor.route().id())
        .addKeyValue("partition", cursor.partition())
        .addKeyValue("events", each.count())
        .addKeyValue("reason", reason)
        .log("events lost, at most once");
  }

  private void examine(List<WriteOutcome> outcomes) {
    Set<LinkId> failed = new HashSet<>();
    Set<LinkId> well = new HashSet<>();
    Postponed worst = null;
    for (int i = 0; i < written.size(); i++) {
      Postponed fault =
          switch (written.get(i)) {
            case Written.One one -> examine(one, outcomes.get(i));
            case Written.Letter letter -> examine(letter, outcomes.get(i));
            case Written.Whole whole -> examine(whole, outcomes.get(i));
          };
      (fault == null ? well : failed).add(written.get(i).cursor().route().id());
      if (worst == null || (fault != null && fault.after().isZero())) {
        worst = fault == null ? worst : fault;
      }
    }
    if (worst != null) {
      sink.abort();
      begun = false;
      well.removeAll(failed);
      throw new Postponed(failed, well, worst.after(), worst.reason());
    }
  }

  private @Nullable Postponed examine(Written.One one, WriteOutcome outcome) {
    Cursor cursor = one.cursor();
    return switch (outcome) {
      case WriteOutcome.Stored stored -> {
        cursor.stored(one.received().event(), stored);
        yield null;
      }
      case WriteOutcome.Duplicate() -> {
        cursor.countPassed(one.received().event());
        yield null;
      }
      case WriteOutcome.Later(Duration after, String reason) ->
          new Postponed(cursor.route().id(), after, reason);
      case WriteOutcome.Refused(String reason) -> {
        refuse(cursor, one.received(), reason);
        yield new Postponed(cursor.route().id(), Duration.ZERO, reason);
      }
      case WriteOutcome.StoredWhole _ ->
          throw new IllegalStateException("The sink speaks of a bundle; it was given an event.");
    };
  }

  /** The letter is part of the crossing: without it, the event is not past. */
  private static @Nullable Postponed examine(Written.Letter letter, WriteOutcome outcome) {
    Cursor cursor = letter.cursor();
    return switch (outcome) {
      case WriteOutcome.Stored _, WriteOutcome.Duplicate _ -> null;
      case WriteOutcome.Later(Duration after, String reason) ->
          new Postponed(
              cursor.route().id(), after, "A dead letter could not be written: " + reason);
      case WriteOutcome.Refused(String reason) -> {
        cursor.learnRefused(letter.received().before(), letter.refusal().less());
        yield new Postponed(cursor.route().id(), Duration.ZERO, reason);
      }
      case WriteOutcome.StoredWhole _ ->
          throw new IllegalStateException("The sink speaks of a bundle; it was given a letter.");
    };
  }

  private static @Nullable Postponed examine(Written.Whole whole, WriteOutcome outcome) {
    Cursor cursor = whole.cursor();
    return switch (outcome) {
      case WriteOutcome.StoredWhole stored -> {
        cursor.stored(whole.bundle(), stored);
        yield null;
      }
      case WriteOutcome.Later(Duration after, String reason) ->
          new Postponed(cursor.route().id(), after, reason);
      case WriteOutcome.Refused(String reason) -> {
        cursor.learnRefusedWhole(whole.bundle().before());
        yield new Postponed(cursor.route().id(), Duration.ZERO, reason);
      }
      case WriteOutcome.Stored _, WriteOutcome.Duplicate _ ->
          throw new IllegalStateException("The sink speaks of an event; it was given a bundle.");
    };
  }

  /** Notes that an event is refused for good. */
  Refusal refuse(Cursor cursor, Received received, String reason) {
    Refusal known = cursor.refusalAt(received.before());
    Instant now = clock.instant();
    Refusal refusal = known == null ? Refusal.of(reason, now) : known.again(reason, now);
    cursor.learnRefused(received.before(), refusal);
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
        .filter(each -> each.count() > 0)
        .forEach(each -> each.cursor().route().allowance().give(each.count(), each.bytes()));
    begun = false;
    settle();
  }

  private Map<Route, Long> countWrites() {
    Map<Route, Long> writes = new HashMap<>();
    written.forEach(each -> writes.merge(each.cursor().route(), (long) each.count(), Long::sum));
    return writes;
  }

  private void settle() {
    for (Written each : written) {
      budget.give(each.bytes());
    }
    bytesOf.forEach((route, size) -> route.figures().inFlight(-size));
    sampled.forget();
    written.clear();
    bytesOf.clear();
    bytes = 0;
    count = 0;
  }
}
