package io.meshwork.relay.engine;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.LinkReport.State;
import io.meshwork.api.ManifestLink;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.model.event.Event;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Links that share a lane, and one of them that cannot go on. */
class EngineLaneTests {
  private static final int LINKS = 100;

  private final MemoryMesh mesh = new MemoryMesh();

  @BeforeEach
  void topics() {
    mesh.topic("eu", "orders", 1);
    for (int i = 0; i < LINKS; i++) {
      mesh.topic("us", target(i), 1);
    }
  }

  @AfterEach
  void close() {
    mesh.close();
  }

  @ParameterizedTest
  @EnumSource(
      value = DeliveryClass.class,
      names = {"AT_LEAST_ONCE", "EFFECTIVELY_ONCE"})
  void aLinkWhoseTargetRefusesHoldsUpNobodyAndComesBack(DeliveryClass delivery) {
    mesh.broker("us").faults().closeChannel(new ChannelAddress(target(7)), "no rights");
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(links(delivery)));

    mesh.publishNumbers("eu", "orders", 0, 0, 200);
    awaitOthers(7, 200);
    assertThat(arrived(7)).isEmpty();
    await().until(() -> relay.report("link7").state() == State.RETRYING);
    assertThat(relay.report("link7").problem()).contains("link7", "no rights");
    assertThat(relay.report("link8").state()).isEqualTo(State.RUNNING);

    mesh.broker("us").faults().openChannel(new ChannelAddress(target(7)));
    await().untilAsserted(() -> assertThat(distinct(7)).isEqualTo(MemoryMesh.numbers(0, 200)));
    assertThat(isAside(relay, "link7")).isTrue();
    await().atMost(Duration.ofSeconds(20)).until(() -> !isAside(relay, "link7"));
    await().until(() -> relay.report("link7").state() == State.RUNNING);
    mesh.publishNumbers("eu", "orders", 0, 200, 300);

    awaitOthers(-1, 300);
    if (delivery == DeliveryClass.EFFECTIVELY_ONCE) {
      assertThat(arrived(7)).isEqualTo(MemoryMesh.numbers(0, 300));
      assertThat(relay.report("link7").events()).isEqualTo(300);
    }
  }

  @Test
  void aLinkOfAnotherChannelThatCatchesUpDoesSoBesideTheOthers() {
    mesh.topic("eu", "past", 1);
    mesh.topic("us", "past", 1);
    mesh.publishNumbers("eu", "past", 0, 0, 300_000);
    MemoryMesh.Relay relay = mesh.relay();
    ManifestLink live =
        aLink("live").to("us", target(0), 1).startingAt(new StartAt.Latest()).build();
    ManifestLink late = aLink("late").from("eu", "past", 1).to("us", "past", 1).build();

    relay.engine().apply(mesh.manifest(live, late));

    await().until(() -> isAside(relay, "late"));
    assertThat(isAside(relay, "live")).isFalse();
    mesh.publishNumbers("eu", "orders", 0, 0, 100);
    await().until(() -> arrived(0).equals(MemoryMesh.numbers(0, 100)));
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> mesh.payloads("us", "past", 0).count() >= 300_000);
    assertThat(mesh.payloads("us", "past", 0).toList()).isEqualTo(MemoryMesh.numbers(0, 300_000));
    await().atMost(Duration.ofSeconds(30)).until(() -> !isAside(relay, "late"));
  }

  @Test
  void aLinkThatStartsFarBehindHoldsUpNobodyAndComesUp() {
    mesh.publishNumbers("eu", "orders", 0, 0, 30_000);
    MemoryMesh.Relay relay = mesh.relay();
    ManifestLink live =
        aLink("live").to("us", target(0), 1).startingAt(new StartAt.Latest()).build();
    relay.engine().apply(mesh.manifest(live));
    await().until(() -> relay.report("live").state() == State.RUNNING);
    ManifestLink late =
        aLink("late").to("us", target(1), 1).startingAt(new StartAt.Earliest()).build();
    relay.engine().apply(mesh.manifest(live, late));
    await().until(() -> isAside(relay, "late"));

    mesh.publishNumbers("eu", "orders", 0, 30_000, 30_100);
    await().until(() -> arrived(0).equals(MemoryMesh.numbers(30_000, 30_100)));
    await().atMost(Duration.ofMinutes(1)).until(() -> arrived(1).size() >= 30_100);
    assertThat(arrived(1)).isEqualTo(MemoryMesh.numbers(0, 30_100));
    assertThat(arrived(0)).isEqualTo(MemoryMesh.numbers(30_000, 30_100));
    await().atMost(Duration.ofSeconds(20)).until(() -> !isAside(relay, "late"));
  }

  @Test
  void aLinkThatSpoilsTransactionsLeavesItsLane() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(links(DeliveryClass.EFFECTIVELY_ONCE)));
    for (int i = 0; i < 6; i++) {
      mesh.publish("eu", "orders", 0, new Event(null, new byte[3 << 20], List.of(), 1));
      mesh.publishNumbers("eu", "orders", 0, i * 10, i * 10 + 10);
    }

    awaitOthers(-1, 60);
    await().until(() -> relay.report("link3").refused() == 6);
  }

  private static boolean isAside(MemoryMesh.Relay relay, String link) {
    return relay.figures().all().stream()
            .filter(figures -> figures.link().id().value().equals(link))
            .findFirst()
            .orElseThrow()
            .beside()
        != null;
  }

  private void awaitOthers(int but, int until) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> {
              for (int i = 0; i < LINKS; i++) {
                if (i != but) {
                  assertThat(distinct(i)).isEqualTo(MemoryMesh.numbers(0, until));
                }
              }
            });
  }

  private static ManifestLink[] links(DeliveryClass delivery) {
    return IntStream.range(0, LINKS)
        .mapToObj(i -> aLink("link" + i).to("us", target(i), 1).promising(delivery).build())
        .toArray(ManifestLink[]::new);
  }

  private List<String> arrived(int link) {
    return mesh.payloads("us", target(link), 0).toList();
  }

  private List<String> distinct(int link) {
    return mesh.payloads("us", target(link), 0).distinct().toList();
  }

  private static String target(int link) {
    return "orders.to." + link;
  }
}
