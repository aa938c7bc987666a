package io.meshwork.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.InstallationId;
import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Batch;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.EventSource;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.SecretReference;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotLease;
import io.meshwork.transport.spi.SlotListener;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import io.meshwork.transport.spi.Transport;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.Transports;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MemoryBrokerTests {
  private static final ChannelAddress CHANNEL = new ChannelAddress("a.topic");
  private static final SourcePartition PARTITION = new SourcePartition(CHANNEL, 0);
  private static final ResourceId TOPIC = new ResourceId("topic", "a.topic");

  private Instant now = Instant.parse("2026-11-01T00:00:00Z");
  private final MemoryBrokers brokers =
      new MemoryBrokers(InstantSource.system().withZone(ZoneOffset.UTC));
  private final MemoryBrokers timed = new MemoryBrokers(clock());
  private final MemoryBroker broker = timed.broker("one");
  private final Transport transport = new MemoryTransport(timed);

  @Test
  void isInstalled() {
    assertThat(Transports.installed().all()).hasAtLeastOneElementOfType(MemoryTransport.class);
    assertThat(MemoryBrokers.ofThisProcess().broker("x"))
        .isSameAs(MemoryBrokers.ofThisProcess().broker("x"));
    assertThat(brokers.broker("x")).isNotSameAs(MemoryBrokers.ofThisProcess().broker("x"));
    assertThat(brokers.broker("x").name()).isEqualTo("x");
  }

  @Test
  void deletesEventsThatAreOlderThanTheTopicKeepsThem() {
    create(Map.of("partitions", "1", "retention", "PT1H"));
    publish("old");
    now = now.plus(Duration.ofMinutes(50));
    publish("new");
    now = now.plus(Duration.ofMinutes(20));

    assertThat(read(new StartPosition.Earliest()).events()).hasSize(1);
  }

  @Test
  void deletesEventsThatAreMoreThanTheTopicKeeps() {
    create(Map.of("partitions", "1", "retainedSize", "10"));
    IntStream.range(0, 5).forEach(i -> publish("12345"));

    assertThat(read(new StartPosition.Earliest()).events()).hasSize(2);
  }

  @Test
  void namesWhatRetentionHasDeletedWhileTheReaderStood() {
    create(Map.of("partitions", "1", "retention", "PT1H"));
    publish("a");
    EventSource source = source();
    source.assign(Map.of(PARTITION, new StartPosition.Earliest()));
    now = now.plus(Duration.ofHours(2));

    assertThat(source.poll(Duration.ZERO).gaps()).hasSize(1);
    assertThat(source.poll(Duration.ZERO).gaps()).as("once").isEmpty();
  }

  @Test
  void readsAPartitionOnceItIsThere() {
    EventSource source = source();
    source.assign(Map.of(PARTITION, new StartPosition.Earliest()));
    assertThat(source.poll(Duration.ZERO).events()).isEmpty();

    create(Map.of("partitions", "1"));
    publish("a");

    assertThat(source.poll(Duration.ZERO).events()).hasSize(1);
  }

  @Test
  void letsNoPartitionStarve() {
    create(Map.of("partitions", "2"));
    broker.foreigner().publish(CHANNEL, 0, events(100));
    broker.foreigner().publish(CHANNEL, 1, events(1));
    EventSource source = transport.source(access(), new SourceLimits(10, 1 << 20));
    SourcePartition other = new SourcePartition(CHANNEL, 1);
    source.assign(
        Map.of(PARTITION, new StartPosition.Earliest(), other, new StartPosition.Earliest()));

    List<SourcePartition> read = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      source.poll(Duration.ZERO).events().forEach(each -> read.add(each.partition()));
    }

    assertThat(read).contains(other);
  }

  @Test
  void holdsReadersBackBeforeAnOpenTransaction() {
    create(Map.of("partitions", "1"));
    var open = broker.foreigner().publishOpen(CHANNEL, 0, events(2));
    publish("after");
    assertThat(read(new StartPosition.Earliest()).events()).isEmpty();

    open.end(true);

    assertThat(read(new StartPosition.Earliest()).events()).hasSize(3);
  }

  @Test
  void cutsTopicsBackWhenABackupIsRestored() {
    create(Map.of("partitions", "1"));
    publish("yesterday");
    MemoryBroker.Backup yesterday = broker.backup();
    List<Position> today = broker.foreigner().publish(CHANNEL, 0, events(5));

    broker.restore(yesterday);

    Batch batch = read(new StartPosition.From(today.getLast()));
    assertThat(batch.gaps()).hasSize(1);
    assertThat(batch.gaps().getFirst().reason()).contains("cut back");
    assertThat(broker.foreigner().read(CHANNEL, 0)).hasSize(1);
  }

  @Test
  void losesWhatWasMadeSinceTheBackup() {
    MemoryBroker.Backup yesterday = broker.backup();
    create(Map.of("partitions", "1"));

    broker.restore(yesterday);

    assertThat(transport.deployer(access()).observe(Set.of(TOPIC)).resources()).isEmpty();
    assertThat(create(Map.of("partitions", "1"))).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void shutsWritersOutWhenABackupIsRestored() {
    SlotGroup group = slots();
    create(Map.of("partitions", "1"));
    SlotSink sink = transport.slotSink(access(), SlotWriter.main(new SlotId(group, 0)));
    sink.fence();
    sink.begin();
    sink.write(new Outgoing(CHANNEL, 0, event("x")));
    sink.flush();

    broker.restore(broker.backup());

    assertFails(TransportError.FENCED, () -> sink.commit(List.of()));
    sink.close();
    publish("after");
    assertThat(read(new StartPosition.Earliest()).events()).hasSize(1);
  }

  @Test
  void refusesCallsOfASlotsWriterInTheWrongOrder() {
    SlotGroup group = slots();
    create(Map.of("partitions", "1"));
    SlotSink sink = transport.slotSink(access(), SlotWriter.main(new SlotId(group, 0)));

    assertThatThrownBy(sink::begin).isInstanceOf(IllegalStateException.class);
    sink.fence();
    assertThatThrownBy(sink::flush).isInstanceOf(IllegalStateException.class);
    sink.begin();
    assertThatThrownBy(sink::begin).isInstanceOf(IllegalStateException.class);
    sink.write(new Outgoing(CHANNEL, 0, event("x")));
    assertThatThrownBy(() -> sink.commit(List.of()))
        .as("whose outcome nobody has asked for")
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesSlotsThatNobodyDeployed() {
    SlotGroup group =
        new SlotGroup(new BrokerName("a"), new BrokerName("one"), klass(), new RegionName("us"), 4);
    SlotSink sink = transport.slotSink(access(), SlotWriter.main(new SlotId(group, 0)));

    assertFails(TransportError.CHANNEL_NOT_FOUND, sink::fence);
  }

  @Test
  void closesAWriterWhoseBrokerIsAway() {
    SlotGroup group = slots();
    SlotSink sink = transport.slotSink(access(), SlotWriter.main(new SlotId(group, 0)));
    sink.fence();
    sink.begin();
    broker.faults().away();

    sink.close();
  }

  @Test
  void takesSlotsFromASilentMemberOnceItsSessionIsOver() {
    SlotGroup group = slots();
    Listener silent = new Listener();
    Listener other = new Listener();
    SlotLease first = transport.slots(access(), group, silent);
    SlotLease second = transport.slots(access(), group, other);
    first.poll(Duration.ZERO);
    second.poll(Duration.ZERO);
    assertThat(silent.owned).hasSize(4);
    assertThat(other.owned).isEmpty();

    now = now.plus(Duration.ofSeconds(11));
    second.poll(Duration.ZERO);

    assertThat(other.owned).hasSize(4);
    first.poll(Duration.ZERO);
    assertThat(silent.owned).as("it hears of its loss").isEmpty();
  }

  @Test
  void takesSlotsFromAllWhoAreExpelled() {
    SlotGroup group = slots();
    Listener listener = new Listener();
    SlotLease lease = transport.slots(access(), group, listener);
    lease.poll(Duration.ZERO);

    broker.expelSlotMembers();
    lease.poll(Duration.ZERO);

    assertThat(listener.revocations).isEqualTo(1);
    assertThat(listener.owned).hasSize(4);
    lease.close();
    assertThat(listener.owned).isEmpty();
  }

  @Test
  void resolvesSecretsWhenItConnects() {
    broker.requireSecret("right");

    assertFails(TransportError.AUTHENTICATION_FAILED, () -> transport.deployer(access()).probe());
    transport.deployer(access(Map.of("broker", "one", "secret", "env:S"), "right")).probe();
    assertFails(
        TransportError.AUTHENTICATION_FAILED,
        () -> transport.deployer(access(Map.of("broker", "one", "secret", "env:S"), "no")).probe());
    BrokerAccess lost =
        new BrokerAccess(
            new BrokerName("one"),
            Settings.check(transport.settings(), Map.of("broker", "one", "secret", "file:/none")),
            access().installation(),
            MemoryBrokerTests::notFound);
    assertFails(TransportError.SECRET_NOT_FOUND, () -> transport.deployer(lost).probe());
  }

  @Test
  void letsNoPrincipalAdminister() {
    broker.foreigner().createPrincipal("p", "s");
    BrokerAccess asPrincipal =
        access(Map.of("broker", "one", "principal", "p", "secret", "env:S"), "s");

    assertFails(
        TransportError.NOT_AUTHORIZED, () -> transport.deployer(asPrincipal).observe(Set.of()));
    assertThat(
            transport
                .deployer(asPrincipal)
                .execute(List.of(new Operation.Create(Resource.of("topic", "a.topic", Map.of())))))
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Refused.class));
    assertFails(
        TransportError.AUTHENTICATION_FAILED,
        () ->
            transport.deployer(access(Map.of("broker", "one", "principal", "nobody"), "")).probe());
  }

  @Test
  void takesAResourceWhoseMarkIsLostForForeign() {
    create(Map.of("partitions", "1"));
    broker.foreigner().loseMark(TOPIC);

    assertThat(
            transport.deployer(access()).observe(Set.of(TOPIC)).resources().get(TOPIC).ownership())
        .isInstanceOf(Ownership.Foreign.class);
  }

  @Test
  void tellsWhoIsConnected() {
    create(Map.of("partitions", "1"));
    var membership = broker.foreigner().connect(CHANNEL, "g");

    assertThat(transport.reader(access()).consumers(Set.of(CHANNEL)).getFirst().members()).isOne();
    membership.close();
    membership.close();
    assertThat(transport.reader(access()).consumers(Set.of(CHANNEL))).isEmpty();
  }

  @Test
  void makesATopicAnewUnderItsName() {
    create(Map.of("partitions", "1"));
    publish("a");

    broker.foreigner().recreateTopic(CHANNEL);

    assertThat(broker.foreigner().read(CHANNEL, 0)).isEmpty();
    assertThat(
            transport.deployer(access()).observe(Set.of(TOPIC)).resources().get(TOPIC).ownership())
        .isInstanceOf(Ownership.Foreign.class);
    assertThatThrownBy(() -> broker.foreigner().createTopic(CHANNEL, 1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesToTakePartitionsAway() {
    Resource two = Resource.of("topic", "a.topic", Map.of("partitions", "2"));
    Resource one = Resource.of("topic", "a.topic", Map.of("partitions", "1"));
    Outcome.Done done = (Outcome.Done) create(two.attributes());

    assertThat(
            transport
                .deployer(access())
                .execute(List.of(new Operation.Change(two, one, done.identity())))
                .getFirst())
        .isInstanceOf(Outcome.Refused.class);
  }

  private Outcome create(Map<String, String> attributes) {
    return transport
        .deployer(access())
        .execute(List.of(new Operation.Create(Resource.of("topic", "a.topic", attributes))))
        .getFirst();
  }

  private SlotGroup slots() {
    SlotGroup group =
        new SlotGroup(new BrokerName("a"), new BrokerName("one"), klass(), new RegionName("us"), 4);
    broker.foreigner().create(Resource.of("slots", group.name(), Map.of("slots", "4")));
    return group;
  }

  private static DeliveryClass klass() {
    return DeliveryClass.EFFECTIVELY_ONCE;
  }

  private void publish(String payload) {
    transport.sink(access()).write(List.of(new Outgoing(CHANNEL, 0, event(payload))));
  }

  private Batch read(StartPosition start) {
    EventSource source = source();
    source.assign(Map.of(PARTITION, start));
    return source.poll(Duration.ZERO);
  }

  private EventSource source() {
    return transport.source(access(), new SourceLimits(100, 1 << 20));
  }

  private BrokerAccess access() {
    return access(Map.of("broker", "one"), "");
  }

  private BrokerAccess access(Map<String, String> settings, String secret) {
    return new BrokerAccess(
        new BrokerName("one"),
        Settings.check(transport.settings(), settings),
        new InstallationId(new UUID(0, 1)),
        reference -> secret);
  }

  private static String notFound(SecretReference reference) {
    throw new MeshException(TransportError.SECRET_NOT_FOUND, reference.toString());
  }

  private static List<Event> events(int count) {
    return IntStream.range(0, count).mapToObj(i -> event("e" + i)).toList();
  }

  private static Event event(String payload) {
    return new Event(null, payload.getBytes(StandardCharsets.UTF_8), List.of(), 0);
  }

  private Clock clock() {
    InstantSource source = () -> now;
    return source.withZone(ZoneOffset.UTC);
  }

  private static void assertFails(TransportError error, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MeshException.class, thrown -> assertThat(thrown.code()).isEqualTo(error));
  }

  private static final class Listener implements SlotListener {
    private final Set<SlotId> owned = new HashSet<>();
    private int revocations;

    @Override
    public void acquired(Set<SlotId> slots) {
      owned.addAll(slots);
    }

    @Override
    public void revoked(Set<SlotId> slots) {
      owned.removeAll(slots);
      revocations++;
    }
  }
}
