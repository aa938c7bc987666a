package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.DataSize;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.LinkId;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.transport.spi.Batch;
import io.meshwork.transport.spi.Blueprint;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.Credential;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.EventSink;
import io.meshwork.transport.spi.EventSource;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.SecretReference;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourceGap;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import io.meshwork.transport.spi.Transport;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;

/** What a test of the contract needs: names of its own, channels, and things that get closed. */
final class Bench {
  /** Before a test has begun. */
  static final Bench NONE = new Bench(null, null);

  static final SourceLimits WIDE = new SourceLimits(500, 8L << 20);
  static final Set<Name> CAUSES = Set.of(new EventTypeName("tck.cause"));

  private final @Nullable TransportFixture fixture;
  private final @Nullable BrokerAccess access;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  Bench(TransportFixture fixture) {
    this(fixture, fixture.access());
  }

  private Bench(@Nullable TransportFixture fixture, @Nullable BrokerAccess access) {
    this.fixture = fixture;
    this.access = access;
  }

  TransportFixture fixture() {
    return java.util.Objects.requireNonNull(fixture, "Within a test only");
  }

  BrokerAccess access() {
    return java.util.Objects.requireNonNull(access, "Within a test only");
  }

  /** As a principal of an application. */
  BrokerAccess accessAs(Credential credential) {
    SecretReference reference = new SecretReference.Variable("TCK_PRINCIPAL");
    Settings settings =
        transport().forPrincipal(access().settings(), credential.principal(), "env:TCK_PRINCIPAL");
    Secrets others = access().secrets();
    return new BrokerAccess(
        broker(),
        settings,
        access().installation(),
        asked -> asked.equals(reference) ? credential.secret() : others.resolve(asked));
  }

  Transport transport() {
    return fixture().transport();
  }

  ForeignClient foreigner() {
    return fixture().foreigner();
  }

  Blueprint blueprint() {
    return transport().blueprint(access().settings());
  }

  ConditionFactory await() {
    return Awaitility.await().atMost(fixture().patience()).pollInterval(Duration.ofMillis(20));
  }

  // Names

  static String unique() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 16);
  }

  static EventTypeName eventType() {
    return new EventTypeName("tck." + unique());
  }

  static SubscriptionName subscription() {
    return new SubscriptionName("tck-" + unique());
  }

  static LinkId link() {
    return new LinkId("tck-link-" + unique());
  }

  BrokerName broker() {
    return access().broker();
  }

  ChannelId entry() {
    return new ChannelId.Entry(eventType(), broker());
  }

  ChannelAddress address(ChannelId channel) {
    return blueprint().address(channel);
  }

  // Needs

  static ChannelShape shape(int partitions) {
    return new ChannelShape(partitions, Duration.ofHours(24), null, DataSize.parse("1MiB"));
  }

  static Need.Channel channelNeed(ChannelId channel, int partitions) {
    return new Need.Channel(channel, shape(partitions), CAUSES);
  }

  static Need.Publish publishNeed(ChannelId channel, String principal) {
    return new Need.Publish(channel, new ApplicationName("tck-publisher"), principal, CAUSES);
  }

  static Need.Read readNeed(ChannelId channel, String principal, SubscriptionName subscription) {
    return new Need.Read(
        channel, new ApplicationName("tck-reader"), principal, subscription, CAUSES);
  }

  Rendering render(Need... needs) {
    Rendering rendering = blueprint().render(new Needs(broker(), List.of(needs)));
    assertThat(rendering.limitsBroken()).isEmpty();
    return rendering;
  }

  /** Makes what fulfils the needs, dependencies first. */
  void provision(Need... needs) {
    Deployer deployer = deployer();
    List<Resource> left = new ArrayList<>(render(needs).resources());
    Set<ResourceId> there = new HashSet<>();
    while (!left.isEmpty()) {
      List<Resource> ready =
          left.stream().filter(each -> there.containsAll(each.dependsOn())).limit(100).toList();
      assertThat(ready).as("resources whose dependencies are there").isNotEmpty();
      for (Outcome outcome : create(deployer, ready)) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
      }
      ready.forEach(each -> there.add(each.id()));
      left.removeAll(ready);
    }
  }

  static List<Outcome> create(Deployer deployer, List<Resource> resources) {
    return deployer.execute(resources.stream().<Operation>map(Operation.Create::new).toList());
  }

  /** A new channel of the mesh. */
  ChannelAddress channel(int partitions) {
    ChannelId channel = entry();
    provision(channelNeed(channel, partitions));
    return address(channel);
  }

  /** A new group of slots whose target is this broker. */
  SlotGroup slotGroup(int slots) {
    return slotGroup(slots, DeliveryClass.EFFECTIVELY_ONCE);
  }

  SlotGroup slotGroup(int slots, DeliveryClass delivery) {
    SlotGroup group =
        new SlotGroup(
            new BrokerName("tck-" + unique()), broker(), delivery, new RegionName("us"), slots);
    provision(new Need.Slots(group, CAUSES));
    return group;
  }

  // Connections, closed after the test

  <T extends AutoCloseable> T closing(T opened) {
    open.push(opened);
    return opened;
  }

  Deployer deployer() {
    return closing(transport().deployer(access()));
  }

  EventSink sink() {
    return closing(transport().sink(access()));
  }

  Reader reader() {
    return closing(transport().reader(access()));
  }

  SlotSink slotSink(SlotId slot) {
    return slotSink(SlotWriter.main(slot));
  }

  SlotSink slotSink(SlotWriter writer) {
    return closing(transport().slotSink(access(), writer));
  }

  Stream source(SourceLimits limits) {
    return new Stream(closing(transport().source(access(), limits)), fixture().patience());
  }

  /** Reads all partitions from the beginning; from now on where the transport keeps nothing. */
  Stream reading(SourceLimits limits, SourcePartition... partitions) {
    Stream stream = source(limits);
    stream.assign(start(), partitions);
    return stream;
  }

  StartPosition start() {
    boolean replays = transport().capabilities().contains(Capability.REPLAY);
    return replays ? new StartPosition.Earliest() : new StartPosition.Latest();
  }

  /** The partitions 0 to n - 1. */
  static SourcePartition[] partitions(ChannelAddress channel, int count) {
    SourcePartition[] all = new SourcePartition[count];
    Arrays.setAll(all, number -> new SourcePartition(channel, number));
    return all;
  }

  /** The broker may need a moment until it shows what was done: asks until the answer fits. */
  <T> T eventually(Supplier<T> question, Predicate<T> fits) {
    return await().until(question::get, fits);
  }

  void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        throw new AssertionError("Closing failed", e);
      }
    }
  }

  /** A source and what was read from it. */
  static final class Stream {
    private final EventSource source;
    private final Duration patience;

    Stream(EventSource source, Duration patience) {
      this.source = source;
      this.patience = patience;
    }

    EventSource source() {
      return source;
    }

    void assign(StartPosition start, SourcePartition... partitions) {
      Map<SourcePartition, StartPosition> starts = new HashMap<>();
      for (SourcePartition partition : partitions) {
        starts.put(partition, start);
      }
      source.assign(starts);
    }

    /** Polls until so many events have come; fails when they do not. More than that fail too. */
    List<Received> read(int count) {
      List<Received> all = new ArrayList<>();
      until(() -> all.size() >= count, batch -> all.addAll(batch.events()));
      assertThat(all).hasSize(count);
      return all;
    }

    /** Polls until it is as wanted. */
    void until(Supplier<Boolean> done, Consumer<Batch> take) {
      long deadline = System.nanoTime() + patience.toNanos();
      while (!done.get()) {
        assertThat(System.nanoTime())
            .as("time until what was published has been read")
            .isLessThan(deadline);
        take.accept(source.poll(Duration.ofMillis(200)));
      }
    }

    /** The next batch with events. */
    Batch next() {
      List<Batch> found = new ArrayList<>();
      until(
          () -> !found.isEmpty(),
          batch -> {
            if (!batch.events().isEmpty()) {
              found.add(batch);
            }
          });
      return found.getFirst();
    }

    /** The next gap; events on the way are put into the list. */
    SourceGap gap(List<Received> seen) {
      List<SourceGap> found = new ArrayList<>();
      until(
          () -> !found.isEmpty(),
          batch -> {
            seen.addAll(batch.events());
            found.addAll(batch.gaps());
          });
      return found.getFirst();
    }
  }
}
