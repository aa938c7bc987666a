package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.VerificationDocument;
import io.meshwork.deployment.store.MoveStore;
import io.meshwork.deployment.store.StoredRedrive;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.InstallationId;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.model.event.Event;
import io.meshwork.projection.Projected;
import io.meshwork.transport.memory.MemoryBrokers;
import io.meshwork.transport.memory.MemoryForeigner;
import io.meshwork.transport.memory.MemoryTransport;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.WriteOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/** A relay's work of two links into one channel, done by hand so that it can be done wrong. */
final class Crossed implements AutoCloseable {
  static final int PARTITIONS = 2;
  static final ChannelAddress SOURCE = new ChannelAddress("orders");
  static final ChannelAddress OTHERS = new ChannelAddress("orders.others");
  static final ChannelAddress TARGET = new ChannelAddress("orders.from.eu");
  static final LinkId LINK = new LinkId("orders@eu:eu~us");
  static final LinkId OTHER = new LinkId("orders@others:eu~us");
  static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private final Ticking clock = new Ticking();
  private final MemoryBrokers brokers = new MemoryBrokers(clock);
  private final MemoryTransport transport = new MemoryTransport(brokers);
  private final DeliveryClass delivery;
  private DeliveryClass promised;
  private final List<JsonText> filters;
  private final SlotSink sink;
  private final Map<SourcePartition, Integer> passed = new HashMap<>();
  private JsonText transform;
  private int published;

  /** One crossing to be, and what is written for it. */
  static final class Draft {
    final LinkId link;
    final SourcePartition source;
    Position from;
    Position through;
    long passed;
    long filtered;
    long refused;
    boolean forwarded;
    boolean placed = true;
    Digest digest = Digest.NONE;
    int target;
    final List<Event> writes = new ArrayList<>();

    Draft(LinkId link, SourcePartition source, Position from, Position through) {
      this.link = link;
      this.source = source;
      this.from = from;
      this.through = through;
      this.target = source.number();
    }

    Draft forwarded() {
      forwarded = true;
      return this;
    }
  }

  private static final class Ticking extends Clock {
    private Instant now = START;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }
  }

  Crossed(DeliveryClass delivery, String... filters) {
    this.delivery = delivery;
    this.promised = delivery;
    this.filters = Arrays.stream(filters).map(JsonText::new).toList();
    eu().createTopic(SOURCE, PARTITIONS);
    eu().createTopic(OTHERS, PARTITIONS);
    us().createTopic(TARGET, PARTITIONS);
    SlotGroup group =
        new SlotGroup(
            new BrokerName("eu"), new BrokerName("us"), delivery, new RegionName("us"), 1);
    us().create(Resource.of("slots", group.name(), Map.of("slots", "1")));
    sink = transport.slotSink(access("us"), SlotWriter.main(new SlotId(group, 0)));
    sink.fence();
  }

  MemoryForeigner eu() {
    return brokers.broker("eu").foreigner();
  }

  MemoryForeigner us() {
    return brokers.broker("us").foreigner();
  }

  private BrokerAccess access(String name) {
    return new BrokerAccess(
        new BrokerName(name),
        new Settings(Map.of("broker", name)),
        new InstallationId(new UUID(1, 1)),
        Secrets.ofThisProcess());
  }

  ManifestLink link() {
    return new ManifestLink(
        LINK,
        ManifestLink.LinkKind.TRANSFER,
        new EventTypeName("orders.order.placed"),
        new TeamName("orders"),
        null,
        new ManifestLink.End(new BrokerName("eu"), SOURCE, PARTITIONS),
        new ManifestLink.End(new BrokerName("us"), TARGET, PARTITIONS),
        promised,
        1,
        filters,
        new StartAt.Earliest(),
        1 << 20,
        List.of(),
        null,
        null,
        transform);
  }

  /** From now on the link promises that, although the same is done. */
  void promise(DeliveryClass now) {
    promised = now;
  }

  Clock clock() {
    return clock;
  }

  void pass(Duration time) {
    clock.now = clock.now.plus(time);
  }

  Reader reader(BrokerName broker) {
    return transport.reader(access(broker.value()));
  }

  /** From now on the link projects so, {@code null}: not. */
  void transform(String projection) {
    transform = projection == null ? null : new JsonText(projection);
  }

  /** An event that no transform can read, published now. */
  void publishUnreadable(int partition) {
    byte[] payload = "no JSON %d".formatted(published++).getBytes(StandardCharsets.UTF_8);
    eu().publish(
            SOURCE,
            partition,
            List.of(new Event(null, payload, List.of(), clock.now.toEpochMilli())));
  }

  /** The link's next event of a partition, which is published already, and so many more. */
  Draft nextAnd(int partition, int more) {
    publish(SOURCE, partition, more);
    return take(LINK, new SourcePartition(SOURCE, partition), 1 + more);
  }

  /** An event that nobody published before. */
  Event event() {
    byte[] payload =
        "{\"n\":%d,\"even\":%s}"
            .formatted(published, published % 2 == 0)
            .getBytes(StandardCharsets.UTF_8);
    published++;
    return new Event(null, payload, List.of(), clock.now.toEpochMilli());
  }

  void publish(ChannelAddress channel, int partition, int count) {
    eu().publish(channel, partition, IntStream.range(0, count).mapToObj(any -> event()).toList());
  }

  /** The link's next events of a partition, published now. */
  Draft next(int partition, int count) {
    publish(SOURCE, partition, count);
    return take(LINK, new SourcePartition(SOURCE, partition), count);
  }

  /** The same of the other link, which does not filter. */
  Draft nextOfOther(int partition, int count) {
    publish(OTHERS, partition, count);
    return take(OTHER, new SourcePartition(OTHERS, partition), count);
  }

  /** Not read by any link. */
  void skip(int partition, int count) {
    publish(SOURCE, partition, count);
    passed.merge(new SourcePartition(SOURCE, partition), count, Integer::sum);
  }

  /** Read once more. */
  void rewind(int partition, int count) {
    passed.merge(new SourcePartition(SOURCE, partition), -count, Integer::sum);
  }

  Draft take(LinkId link, SourcePartition partition, int count) {
    Sieve sieve = new Sieve(link());
    try (Reader reader = transport.reader(access("eu"))) {
      Position begin = reader.positionsAt(partition.channel(), Instant.EPOCH).get(partition);
      int skipped = passed.getOrDefault(partition, 0);
      List<Received> all = reader.range(partition, begin, skipped + count);
      List<Received> read = all.subList(skipped, skipped + count);
      passed.put(partition, skipped + count);
      Draft draft = new Draft(link, partition, read.getFirst().before(), read.getLast().after());
      for (Received each : read) {
        Projected sifted =
            link.equals(OTHER) ? new Projected.Written(each.event()) : sieve.sift(each.event());
        switch (sifted) {
          case Projected.Written(Event event) -> {
            draft.writes.add(event);
            draft.passed++;
            draft.digest = draft.digest.plus(Digest.of(event));
          }
          case Projected.Unreadable _ -> draft.refused++;
          case null -> draft.filtered++;
        }
      }
      return draft;
    }
  }

  /** Writes what these say, in turns, in one transaction, a second after the last. */
  void commit(Draft... drafts) {
    clock.now = clock.now.plusSeconds(1);
    sink.begin();
    List<Draft> of = new ArrayList<>();
    int longest =
        Arrays.stream(drafts)
            .max(Comparator.comparingInt(d -> d.writes.size()))
            .orElseThrow()
            .writes
            .size();
    if (delivery == DeliveryClass.AT_MOST_ONCE) {
      sink.commit(Arrays.stream(drafts).map(draft -> crossing(draft, Map.of())).toList());
    }
    for (int i = 0; i < longest; i++) {
      for (Draft draft : drafts) {
        if (i < draft.writes.size()) {
          sink.write(new Outgoing(TARGET, draft.target, draft.writes.get(i)));
          of.add(draft);
        }
      }
    }
    List<WriteOutcome> outcomes = sink.flush();
    Map<Draft, Map<SourcePartition, Crossing.TargetRange>> ranges = new HashMap<>();
    for (int i = 0; i < outcomes.size(); i++) {
      WriteOutcome.Stored stored = (WriteOutcome.Stored) outcomes.get(i);
      ranges
          .computeIfAbsent(of.get(i), any -> new TreeMap<>())
          .merge(
              stored.partition(),
              new Crossing.TargetRange(stored.partition(), stored.at(), stored.at()),
              (range, next) ->
                  new Crossing.TargetRange(range.partition(), range.first(), next.last()));
    }
    if (delivery != DeliveryClass.AT_MOST_ONCE) {
      sink.commit(
          Arrays.stream(drafts)
              .map(draft -> crossing(draft, ranges.getOrDefault(draft, Map.of())))
              .toList());
    }
  }

  private Crossing crossing(Draft draft, Map<SourcePartition, Crossing.TargetRange> ranges) {
    return new Crossing(
        draft.link,
        draft.source,
        draft.from,
        draft.through,
        draft.passed,
        draft.filtered,
        draft.refused,
        draft.forwarded ? Digest.NONE : draft.digest,
        draft.forwarded ? new Digest(draft.passed, 42) : Digest.NONE,
        List.copyOf(ranges.values()),
        clock.now);
  }

  /** What others write at the target. */
  void foreign(int partition, Event... events) {
    us().publish(TARGET, partition, List.of(events));
  }

  VerificationDocument verify() {
    return verify(Verifier.Bounds.USUAL, START, clock.now.plusSeconds(1));
  }

  VerificationDocument verify(Verifier.Bounds bounds, Instant from, Instant to) {
    try (Reader source = transport.reader(access("eu"));
        Reader target = transport.reader(access("us"))) {
      return new Verifier(link(), source, target, bounds).verify(from, to);
    }
  }

  /** All of it, knowing what was ordered of the link. */
  VerificationDocument verify(List<MoveStore.Entry> moves, List<StoredRedrive> orders) {
    try (Reader source = transport.reader(access("eu"));
        Reader target = transport.reader(access("us"))) {
      Explanations known = Explanations.of(moves, orders, source);
      return new Verifier(link(), source, target, Verifier.Bounds.USUAL, known)
          .verify(START, clock.now.plusSeconds(1));
    }
  }

  /** Page by page, as little as possible at a time. */
  List<VerificationDocument> pages(long events) {
    List<VerificationDocument> pages = new ArrayList<>();
    Instant from = START;
    while (from != null) {
      pages.add(
          verify(
              new Verifier.Bounds(events, 3, Duration.ofMinutes(1)),
              from,
              clock.now.plusSeconds(1)));
      from = pages.getLast().next();
    }
    return pages;
  }

  @Override
  public void close() {
    sink.close();
  }
}
