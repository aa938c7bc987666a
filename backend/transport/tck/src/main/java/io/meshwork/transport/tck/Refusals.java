package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotListener;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** Proves that a transport refuses what it says that it cannot do, rather than half doing it. */
public final class Refusals {
  private Refusals() {}

  /** Fails unless the transport refuses the capability. */
  public static void assertRefused(TransportFixture fixture, Capability missing) {
    Bench bench = new Bench(fixture);
    try {
      assertThat(fixture.transport().capabilities()).doesNotContain(missing);
      refuse(bench, missing);
    } finally {
      bench.close();
    }
  }

  static void assertFails(TransportError expected, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MeshException.class, error -> assertThat(error.code()).isEqualTo(expected));
  }

  private static void refuse(Bench bench, Capability missing) {
    switch (missing) {
      case ORDER -> {
        // Nobody can ask for order by a call: the capability alone says that there is none.
      }
      case PARTITIONS ->
          assertThat(
                  bench
                      .blueprint()
                      .render(
                          new Needs(bench.broker(), List.of(Bench.channelNeed(bench.entry(), 2))))
                      .limitsBroken())
              .isNotEmpty();
      case TRANSACTIONS -> refuseSlots(bench);
      case REPLAY -> refuseReplay(bench);
      case HEADERS ->
          refuseWrite(
              bench,
              Events.event(
                  Events.bytes("k"), Events.bytes("v"), new Header("h", Events.bytes("1"))));
      case TOMBSTONES -> {
        refuseWrite(bench, Events.event(Events.bytes("k"), null));
        refuseWrite(bench, Events.event(null, Events.bytes("v")));
      }
      case ACCESS_CONTROL -> refuseGrants(bench);
      case CREDENTIALS ->
          assertFails(
              TransportError.NOT_SUPPORTED,
              () -> bench.deployer().makeCredential("tck-" + Bench.unique()));
      case ADOPTION -> refuseAdoption(bench);
      case CONSUMER_LAG ->
          assertFails(
              TransportError.NOT_SUPPORTED,
              () -> bench.reader().consumers(Set.of(bench.channel(1))));
    }
  }

  private static void refuseSlots(Bench bench) {
    SlotGroup group =
        new SlotGroup(
            bench.broker(),
            bench.broker(),
            DeliveryClass.EFFECTIVELY_ONCE,
            new RegionName("us"),
            2);
    assertFails(
        TransportError.NOT_SUPPORTED,
        () -> bench.transport().slots(bench.access(), group, new Deaf()));
    assertFails(
        TransportError.NOT_SUPPORTED,
        () -> bench.transport().slotSink(bench.access(), SlotWriter.main(new SlotId(group, 0))));
  }

  private static void refuseReplay(Bench bench) {
    Bench.Stream stream = bench.source(Bench.WIDE);
    SourcePartition partition = new SourcePartition(bench.channel(1), 0);
    for (StartPosition start :
        List.of(new StartPosition.Earliest(), new StartPosition.At(Instant.EPOCH))) {
      assertFails(
          TransportError.NOT_SUPPORTED, () -> stream.source().assign(Map.of(partition, start)));
    }
    DeployerTck.Wanted wanted = DeployerTck.Wanted.of(bench);
    bench.foreigner().createChannel(wanted.address(), 1);
    assertThat(bench.deployer().traffic(Set.of(wanted.day().id()))).isEmpty();
  }

  private static void refuseWrite(Bench bench, Event event) {
    List<WriteOutcome> outcomes =
        bench.sink().write(Events.to(bench.channel(1), null, List.of(event)));
    assertThat(outcomes).hasSize(1);
    assertThat(outcomes.getFirst()).isInstanceOf(WriteOutcome.Refused.class);
  }

  /** Nothing may look like a guard that is none. */
  private static void refuseGrants(Bench bench) {
    var channel = bench.entry();
    Need need = Bench.publishNeed(channel, "tck-nobody");
    assertThat(bench.render(Bench.channelNeed(channel, 1), need).needs().values())
        .noneMatch(needs -> needs.contains(need));
  }

  private static void refuseAdoption(Bench bench) {
    DeployerTck.Wanted wanted = DeployerTck.Wanted.of(bench);
    bench.foreigner().createChannel(wanted.address(), 1);
    var there =
        bench
            .await()
            .until(
                () ->
                    bench
                        .deployer()
                        .observe(Set.of(wanted.day().id()))
                        .resources()
                        .get(wanted.day().id()),
                Objects::nonNull);
    assertThat(
            DeployerTck.run(
                bench.deployer(), new Operation.Adopt(wanted.day().id(), there.identity())))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(bench.deployer().discover()).isEmpty();
  }

  private static final class Deaf implements SlotListener {
    @Override
    public void acquired(Set<SlotId> slots) {}

    @Override
    public void revoked(Set<SlotId> slots) {}
  }
}
