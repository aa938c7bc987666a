package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.ManifestLink;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.deployment.execution.StopSignal;
import io.meshwork.deployment.manifest.Manifests;
import io.meshwork.deployment.run.Deployments;
import io.meshwork.deployment.succession.Handover;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.RegionName;
import io.meshwork.model.event.Event;
import io.meshwork.transport.memory.MemoryBroker;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Links that go on for others, under a publisher that never stops; what arrives is counted. */
class SuccessionTests {
  private static final String ALL = "{data: {n: [{exists: true}]}}";

  private World world;
  private Relays relays;
  private final StopSignal enough = new StopSignal();
  private final AtomicInteger published = new AtomicInteger();
  private Thread publisher = Thread.ofVirtual().unstarted(() -> {});

  /** The console lies on the class path here, and is not what is tested. */
  @BeforeAll
  static void leaveTheConsoleOut() {
    System.setProperty("mesh.console.enabled", "false");
  }

  @BeforeEach
  void start() {
    world = new World().withPublisher("none");
    world.save(
        regions(9)
            + """
        ---
        {apiVersion: mesh/v1, kind: Broker, metadata: {name: memory-ap}, spec: {region: ap, transport: memory, settings: {broker: %s}}}
        ---
        {apiVersion: mesh/v1, kind: Application, metadata: {name: biller, team: billing}, spec: {principals: {memory-us: biller, memory-eu: biller, memory-ap: biller}}}
        ---
        {apiVersion: mesh/v1, kind: EventType, metadata: {name: orders.order.placed, team: orders}, spec: {schema: {format: json-schema, definition: {type: object}}, partitions: 2, delivery: effectively-once, examples: [{id: 1}]}}
        """
                .formatted(ap().name()));
    relays = new Relays(world, "eu", "us", "ap");
  }

  @AfterEach
  void stop() throws InterruptedException {
    enough.give();
    publisher.join();
    relays.close();
    world.close();
  }

  private MemoryBroker ap() {
    return DeploymentServer.BROKERS.broker(world.eu().name().replace("eu", "ap"));
  }

  /** From eu to ap it costs that much directly, and 2 by way of us. */
  private static String regions(int direct) {
    return """
    ---
    {apiVersion: mesh/v1, kind: Region, metadata: {name: eu}, spec: {jurisdiction: eu, autoApply: none, reaches: [{region: us, cost: 1}, {region: ap, cost: %1$d}]}}
    ---
    {apiVersion: mesh/v1, kind: Region, metadata: {name: us}, spec: {jurisdiction: us, autoApply: none, reaches: [{region: eu, cost: 1}, {region: ap, cost: 1}]}}
    ---
    {apiVersion: mesh/v1, kind: Region, metadata: {name: ap}, spec: {jurisdiction: jp, autoApply: none, reaches: [{region: us, cost: 1}, {region: eu, cost: %1$d}]}}
    """
        .formatted(direct);
  }

  private void subscribe(String broker, String filter) {
    subscribe("billing-orders", broker, filter);
  }

  private void subscribe(String name, String broker, String filter) {
    world.save(
        """
        ---
        {apiVersion: mesh/v1, kind: Subscription, metadata: {name: %s, team: billing}, spec: {application: biller, eventTypes: [orders.order.placed], at: {broker: %s}, delivery: effectively-once, startAt: earliest, filter: %s}}
        """
            .formatted(name, broker, filter));
  }

  private DeploymentDocument deploy() {
    DeploymentDocument ended = world.apply(world.plan());
    assertThat(ended.state()).as("%s", ended).isEqualTo(DeploymentDocument.State.APPLIED);
    return ended;
  }

  /** Publishes a few events every few milliseconds, of growing numbers, into both partitions. */
  private void publish() {
    ChannelAddress entry = entry();
    publisher =
        Thread.ofVirtual()
            .start(
                () -> {
                  while (!enough.within(Duration.ofMillis(3))) {
                    for (int partition = 0; partition < 2; partition++) {
                      List<Event> events = new ArrayList<>();
                      for (int i = 0; i < 1 + published.get() % 7; i++) {
                        int n = published.getAndIncrement();
                        events.add(Mover.event("id-" + n, "{\"n\":%d}".formatted(n)));
                      }
                      world.eu().foreigner().publish(entry, partition, events);
                    }
                  }
                });
  }

  private void stopPublishing() {
    enough.give();
    try {
      publisher.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ChannelAddress entry() {
    return links().stream()
        .map(each -> each.link().from())
        .filter(end -> end.broker().value().equals("memory-eu"))
        .findFirst()
        .orElseThrow()
        .channel();
  }

  private Collection<LinkDirectory.Placed> links() {
    return world.bean(LinkDirectory.class).links().values();
  }

  private LinkDirectory.Placed delivery() {
    return links().stream()
        .filter(each -> each.link().kind() == ManifestLink.LinkKind.DELIVERY)
        .findFirst()
        .orElseThrow();
  }

  private MemoryBroker broker(ManifestLink.End end) {
    return switch (end.broker().value()) {
      case "memory-eu" -> world.eu();
      case "memory-us" -> world.us();
      default -> ap();
    };
  }

  /** How often each number lies in these channels. */
  private Map<Integer, Integer> found(Collection<ManifestLink.End> channels) {
    Map<Integer, Integer> counts = new TreeMap<>();
    for (ManifestLink.End end : channels) {
      for (int partition = 0; partition < 2; partition++) {
        broker(end)
            .foreigner()
            .read(end.channel(), partition)
            .forEach(event -> counts.merge(number(event), 1, Integer::sum));
      }
    }
    return counts;
  }

  private static int number(Event event) {
    String text = new String(Objects.requireNonNull(event.payload()), StandardCharsets.UTF_8);
    return Integer.parseInt(text.replaceAll("[^0-9]", ""));
  }

  private void awaitArrived(Collection<ManifestLink.End> channels, int until) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(found(channels)).hasSizeGreaterThanOrEqualTo(until));
  }

  /** All that was published is there, each once. */
  private void assertOnce(Collection<ManifestLink.End> channels) {
    stopPublishing();
    awaitArrived(channels, published.get());
    Map<Integer, Integer> twice = new HashMap<>(found(channels));
    twice.values().removeIf(count -> count == 1);
    assertThat(twice).isEmpty();
    assertThat(found(channels)).hasSize(published.get());
    for (ManifestLink.End end : channels) {
      for (int partition = 0; partition < 2; partition++) {
        assertThat(broker(end).foreigner().read(end.channel(), partition))
            .extracting(SuccessionTests::number)
            .isSorted();
      }
    }
  }

  @Test
  void aSubscriptionMovesToAnotherBrokerAndBackWithItsPosition() {
    subscribe("memory-us", ALL);
    world.granted();
    deploy();
    publish();
    ManifestLink.End us = delivery().link().to();
    awaitArrived(List.of(us), 50);

    subscribe("memory-eu", ALL);
    deploy();
    ManifestLink.End eu = delivery().link().to();
    assertThat(eu.broker().value()).isEqualTo("memory-eu");
    awaitArrived(List.of(us, eu), published.get() + 50);
    assertThat(world.us().foreigner().consumeAs("biller", us.channel(), "billing-orders", 10))
        .as("what is left in the channel before")
        .isNotEmpty();
    subscribe("memory-us", ALL);
    deploy();
    awaitArrived(List.of(us, eu), published.get() + 50);
    subscribe("memory-ap", ALL);
    deploy();
    ManifestLink.End ap = delivery().link().to();
    awaitArrived(List.of(us, eu, ap), published.get() + 50);

    assertOnce(List.of(us, eu, ap));
  }

  @Test
  void anotherWayToABrokerGoesOnWhereTheFormerEnded() {
    subscribe("memory-ap", ALL);
    world.granted();
    deploy();
    publish();
    ManifestLink.End ap = delivery().link().to();
    awaitArrived(List.of(ap), 50);
    assertThat(links()).hasSize(3);

    world.save(regions(1));
    deploy();
    assertThat(links()).hasSize(2);
    awaitArrived(List.of(ap), published.get() + 50);
    world.save(regions(9));
    deploy();
    assertThat(links()).hasSize(3);
    awaitArrived(List.of(ap), published.get() + 50);

    assertOnce(List.of(ap));
  }

  @Test
  void aLinkThatAnotherRegionRunsGoesOnWhereItStood() {
    subscribe("memory-us", ALL);
    world.granted();
    deploy();
    publish();
    ManifestLink.End us = delivery().link().to();
    awaitArrived(List.of(us), 50);

    world.save(
        """
        ---
        {apiVersion: mesh/v1, kind: EventType, metadata: {name: orders.order.placed, team: orders}, spec: {schema: {format: json-schema, definition: {type: object}}, partitions: 2, delivery: effectively-once, routing: broadcast, examples: [{id: 1}]}}
        """);
    deploy();
    awaitArrived(List.of(us), published.get() + 50);

    assertOnce(List.of(us));
  }

  @Test
  void aControlPlaneThatDiesBetweenEndAndBeginningIsFollowedByOneThatGoesOn() {
    subscribe("memory-us", ALL);
    world.granted();
    deploy();
    publish();
    ManifestLink.End us = delivery().link().to();
    awaitArrived(List.of(us), 50);

    subscribe("memory-eu", ALL);
    relays.deafen("us");
    UUID id = world.bean(Deployments.class).start(World.ADMIN, world.plan().id()).id();
    RegionName region = new RegionName("us");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(world.bean(Manifests.class).current(World.ADMIN, region).links())
                    .extracting(ManifestLink::kind)
                    .doesNotContain(ManifestLink.LinkKind.DELIVERY));
    assertThat(world.bean(Deployments.class).find(World.ADMIN, id).endedAt()).isNull();
    world.stopServer();
    world.server();
    relays.hear();

    assertThat(world.ended(id).state()).isEqualTo(DeploymentDocument.State.APPLIED);
    assertOnce(List.of(us, delivery().link().to()));
  }

  @Test
  void aLinkWhoseHeirWillNotComeGoesOn() {
    subscribe("memory-us", ALL);
    world.granted();
    deploy();
    publish();
    LinkDirectory.Placed placed = delivery();
    awaitArrived(List.of(placed.link().to()), 50);

    Handover handover = world.bean(Handover.class);
    long held = handover.manifests().hold(placed.runsIn(), placed.link().id());
    assertThat(handover.manifests().hold(placed.runsIn(), placed.link().id())).isEqualTo(held);
    handover.giveUp(List.of(placed.runsIn()));
    awaitArrived(List.of(placed.link().to()), published.get() + 50);

    assertOnce(List.of(placed.link().to()));
  }
}
