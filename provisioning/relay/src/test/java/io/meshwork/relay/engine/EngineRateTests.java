package io.meshwork.relay.engine;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static io.meshwork.relay.engine.MemoryMesh.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.LinkReport;
import io.meshwork.api.LinkReport.Beside;
import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestLink;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.Rate;
import io.meshwork.model.event.Event;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rates over a time that passes only when a test says so. */
class EngineRateTests {
  private final MemoryMesh mesh = new MemoryMesh();
  private final AtomicLong nanos = new AtomicLong();
  private final EngineTime time = new EngineTime(Clock.systemUTC(), nanos::get);

  @AfterEach
  void close() {
    mesh.close();
  }

  private void pass(Duration more) {
    nanos.addAndGet(more.toNanos());
  }

  private double seconds() {
    return nanos.get() / 1e9;
  }

  private ManifestLink[] links(LinkBuilder... builders) {
    ManifestLink[] links = new ManifestLink[builders.length];
    for (int i = 0; i < builders.length; i++) {
      links[i] = builders[i].build();
    }
    return links;
  }

  private List<String> arrived(String topic, int partitions) {
    List<String> all = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      mesh.payloads("us", topic, partition).forEach(all::add);
    }
    return all;
  }

  /** What the bucket has is moved, and the link stands. */
  private void awaitMoved(MemoryMesh.Relay relay, String link, long events) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(relay.report(link).events()).as(link).isEqualTo(events));
  }

  /** A link whose events pass one by one, since each is projected to itself. */
  private static LinkBuilder single(String id) {
    return aLink(id).transform("{\"\":\"\"}");
  }

  /** The slot is ours, and the link has come to the first event that it may not move. */
  private static void awaitHeld(MemoryMesh.Relay relay, String link) {
    await().until(() -> relay.report(link).work().beside() == Beside.HELD);
  }

  @ParameterizedTest
  @EnumSource(DeliveryClass.class)
  void aLimitedLinkGetsItsRateAndTheOtherOfItsLaneAllAtOnce(DeliveryClass delivery) {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "all", 1);
    mesh.topic("us", "some", 1);
    mesh.publishNumbers("eu", "orders", 0, 0, 600);
    MemoryMesh.Relay relay = mesh.relay(MemoryMesh.QUICK, time);
    relay
        .engine()
        .apply(
            mesh.manifest(
                links(
                    single("all").to("us", "all", 1).promising(delivery),
                    single("some").to("us", "some", 1).promising(delivery).limitedTo(100, 0))));

    await().untilAsserted(() -> assertThat(arrived("all", 1)).isEqualTo(numbers(0, 600)));
    awaitHeld(relay, "some");
    assertThat(arrived("some", 1)).isEmpty();
    assertThat(relay.report("all").work().beside()).isNull();
    await().until(() -> relay.report("some").lagEvents() == 600);
    for (int second = 1; second <= 6; second++) {
      pass(Duration.ofSeconds(1));
      awaitMoved(relay, "some", 100L * second);
    }

    assertThat(arrived("some", 1)).isEqualTo(numbers(0, 600));
    assertThat(arrived("all", 1)).isEqualTo(numbers(0, 600));
    LinkReport report = relay.report("some");
    assertThat(report.retries()).isZero();
    assertThat(report.work().waitedMillis()).isBetween(5_000L, 6_000L);
    assertThat(report.work().transactions()).isBetween(6L, 12L);
    assertThat(report.work().reencoded()).isEqualTo(600);
  }

  @Test
  void aLimitInBytesIsKept() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "some", 1);
    mesh.publishNumbers("eu", "orders", 0, 100, 400);
    long size = MemoryMesh.numbered(100).size();
    MemoryMesh.Relay relay = mesh.relay(MemoryMesh.QUICK, time);
    relay
        .engine()
        .apply(mesh.manifest(links(single("some").to("us", "some", 1).limitedTo(0, 30 * size))));
    awaitHeld(relay, "some");
    for (int second = 1; second <= 10; second++) {
      pass(Duration.ofSeconds(1));
      awaitMoved(relay, "some", 30L * second);
    }

    assertThat(arrived("some", 1)).isEqualTo(numbers(100, 400));
  }

  @Test
  void aBundleLargerThanASecondsRateGoesWholeAndIsWaitedFor() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "some", 1);
    mesh.publishNumbers("eu", "orders", 0, 0, 300);
    MemoryMesh.Relay relay = mesh.relay(MemoryMesh.QUICK, time);
    relay.engine().apply(mesh.manifest(links(aLink("some").to("us", "some", 1).limitedTo(100, 0))));
    awaitHeld(relay, "some");
    pass(Duration.ofSeconds(1));
    awaitMoved(relay, "some", 300);

    mesh.publishNumbers("eu", "orders", 0, 300, 310);
    long before = relay.report("some").work().waitedMillis();
    await().until(() -> relay.report("some").lagEvents() == 10);
    pass(Duration.ofSeconds(2));
    await().until(() -> relay.report("some").work().waitedMillis() >= before + 2_000);
    assertThat(relay.report("some").events()).isEqualTo(300);
    pass(Duration.ofSeconds(1));
    awaitMoved(relay, "some", 310);
    assertThat(relay.report("some").work().forwarded()).isEqualTo(310);
  }

  @Test
  void anEventLargerThanASecondsRateGoesAndIsWaitedFor() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "some", 1);
    Event large = MemoryMesh.event("{\"n\":1,\"text\":\"" + "x".repeat(9_900) + "\"}");
    mesh.publish("eu", "orders", 0, large, large, MemoryMesh.numbered(1));
    MemoryMesh.Relay relay = mesh.relay(MemoryMesh.QUICK, time);
    relay
        .engine()
        .apply(mesh.manifest(links(single("some").to("us", "some", 1).limitedTo(0, 1_000))));
    awaitHeld(relay, "some");

    pass(Duration.ofSeconds(1));
    awaitMoved(relay, "some", 1);
    pass(Duration.ofSeconds(9));
    await().until(() -> relay.report("some").work().waitedMillis() >= 9_000);
    assertThat(relay.report("some").events()).isEqualTo(1);
    pass(Duration.ofSeconds(1));
    awaitMoved(relay, "some", 2);
    pass(Duration.ofSeconds(11));
    awaitMoved(relay, "some", 3);
  }

  @Test
  void aRateOfOneASecondMovesOneASecond() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "some", 1);
    mesh.publishNumbers("eu", "orders", 0, 0, 20);
    MemoryMesh.Relay relay = mesh.relay(MemoryMesh.QUICK, time);
    relay.engine().apply(mesh.manifest(links(single("some").to("us", "some", 1).limitedTo(1, 0))));
    awaitHeld(relay, "some");
    for (int second = 1; second <= 8; second++) {
      pass(Duration.ofSeconds(1));
      awaitMoved(relay, "some", second);
    }

    assertThat(arrived("some", 1)).isEqualTo(numbers(0, 8));
  }

  @Test
  void aRateIsLoweredAndLiftedWhileItRuns() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "all", 1);
    mesh.topic("us", "some", 1);
    mesh.publishNumbers("eu", "orders", 0, 0, 5_000);
    MemoryMesh.Relay relay = mesh.relay(MemoryMesh.QUICK, time);
    LinkBuilder all = single("all").to("us", "all", 1);
    LinkBuilder some = single("some").to("us", "some", 1);
    relay.engine().apply(mesh.manifest(links(all, some.limitedTo(1_000, 0))));
    awaitHeld(relay, "some");
    pass(Duration.ofSeconds(1));
    awaitMoved(relay, "some", 1_000);

    relay.engine().apply(mesh.manifest(links(all, some.limitedTo(10, 0))));
    pass(Duration.ofSeconds(1));
    awaitMoved(relay, "some", 1_010);
    pass(Duration.ofSeconds(1));
    awaitMoved(relay, "some", 1_020);

    relay.engine().apply(mesh.manifest(links(all, some.limitedTo(0, 0))));
    awaitMoved(relay, "some", 5_000);
    assertThat(arrived("some", 1)).isEqualTo(numbers(0, 5_000));
    assertThat(arrived("all", 1)).isEqualTo(numbers(0, 5_000));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> relay.report("some").work().beside() == null);
  }

  @Test
  void aTeamsRateHoldsOverItsLinksAndTwoRelays() {
    int partitions = 8;
    mesh.topic("eu", "orders", partitions);
    for (String topic : List.of("one", "two", "free")) {
      mesh.topic("us", topic, partitions);
    }
    for (int partition = 0; partition < partitions; partition++) {
      mesh.publishNumbers("eu", "orders", partition, partition * 1_000, partition * 1_000 + 500);
    }
    Manifest links =
        mesh.manifest(
            links(
                fanned("one").to("us", "one", partitions).of("loud"),
                fanned("two").to("us", "two", partitions).of("loud"),
                fanned("free").to("us", "free", partitions).of("calm")));
    Manifest manifest =
        mesh.limiting(links, new Manifest.TeamRate(new TeamName("loud"), new Rate(400, null)));
    MemoryMesh.Relay first = mesh.relay(MemoryMesh.QUICK, time);
    MemoryMesh.Relay second = mesh.relay(MemoryMesh.QUICK, time);
    first.engine().apply(manifest);
    second.engine().apply(manifest);
    await().until(() -> arrived("free", partitions).size() == 8 * 500 && areShared(first, second));

    long before = loud();
    double begun = seconds();
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> {
              long moved = loud() - before;
              assertThat((double) moved).isLessThanOrEqualTo((seconds() - begun + 1) * 400 + 2);
              pass(Duration.ofMillis(250));
              return moved >= 1_500;
            });

    first.engine().apply(mesh.limiting(links));
    second.engine().apply(mesh.limiting(links));
    await().atMost(Duration.ofSeconds(30)).until(() -> loud() >= 2 * 8 * 500);
    for (String topic : List.of("one", "two", "free")) {
      for (int partition = 0; partition < partitions; partition++) {
        assertThat(mesh.payloads("us", topic, partition).toList())
            .isEqualTo(numbers(partition * 1_000, partition * 1_000 + 500));
      }
    }
  }

  private static LinkBuilder fanned(String id) {
    return single(id).from("eu", "orders", 8).slots(4);
  }

  private static boolean areShared(MemoryMesh.Relay first, MemoryMesh.Relay second) {
    return first.report("free").partitions() > 0
        && second.report("free").partitions() > 0
        && first.report("free").partitions() + second.report("free").partitions() == 8;
  }

  private long loud() {
    return (long) arrived("one", 8).size() + arrived("two", 8).size();
  }

  @Test
  void manyLimitedLinksOfOneChannelEachGetTheirOwnRate() {
    int count = 9;
    mesh.topic("eu", "orders", 1);
    List<LinkBuilder> builders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      mesh.topic("us", "to" + i, 1);
      builders.add(single("link" + i).to("us", "to" + i, 1).limitedTo(10 * (i + 1), 0));
    }
    mesh.topic("us", "free", 1);
    builders.add(aLink("free").to("us", "free", 1));
    mesh.publishNumbers("eu", "orders", 0, 0, 300);
    MemoryMesh.Relay relay = mesh.relay(MemoryMesh.QUICK, time);
    relay.engine().apply(mesh.manifest(links(builders.toArray(LinkBuilder[]::new))));

    for (int i = 0; i < count; i++) {
      awaitHeld(relay, "link" + i);
    }
    for (int second = 1; second <= 3; second++) {
      pass(Duration.ofSeconds(1));
      for (int i = 0; i < count; i++) {
        awaitMoved(relay, "link" + i, 10L * (i + 1) * second);
      }
    }
    for (int i = 0; i < count; i++) {
      assertThat(arrived("to" + i, 1)).isEqualTo(numbers(0, 30 * (i + 1)));
    }
    assertThat(arrived("free", 1)).isEqualTo(numbers(0, 300));
  }

  @Test
  void whatWasTakenBackIsNotChargedTwice() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "some", 1);
    mesh.publishNumbers("eu", "orders", 0, 0, 100);
    var target = new ChannelAddress("some");
    mesh.broker("us").faults().closeChannel(target, "no rights");
    MemoryMesh.Relay relay = mesh.relay(MemoryMesh.QUICK, time);
    relay.engine().apply(mesh.manifest(links(single("some").to("us", "some", 1).limitedTo(50, 0))));
    awaitHeld(relay, "some");
    pass(Duration.ofSeconds(1));
    await().until(() -> relay.report("some").retries() > 200);
    assertThat(relay.report("some").work().beside()).isNotEqualTo(Beside.LAGGING);

    mesh.broker("us").faults().openChannel(target);
    awaitMoved(relay, "some", 50);
    pass(Duration.ofSeconds(1));
    awaitMoved(relay, "some", 100);
    assertThat(arrived("some", 1)).isEqualTo(numbers(0, 100));
  }

  @Test
  void aRelayThatTakesOverGoesOnWhereTheOtherWaited() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "some", 1);
    mesh.publishNumbers("eu", "orders", 0, 0, 100);
    Manifest manifest = mesh.manifest(links(single("some").to("us", "some", 1).limitedTo(10, 0)));
    try (MemoryMesh.Relay first = mesh.relay(MemoryMesh.QUICK, time)) {
      first.engine().apply(manifest);
      awaitHeld(first, "some");
      pass(Duration.ofSeconds(1));
      awaitMoved(first, "some", 10);
    }
    MemoryMesh.Relay second = mesh.relay(MemoryMesh.QUICK, time);
    second.engine().apply(manifest);
    awaitHeld(second, "some");
    assertThat(second.report("some").events()).isZero();
    pass(Duration.ofSeconds(2));
    awaitMoved(second, "some", 10);

    assertThat(arrived("some", 1)).isEqualTo(numbers(0, 20));
  }
}
