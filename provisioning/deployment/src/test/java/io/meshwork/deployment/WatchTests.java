package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.DriftDocument;
import io.meshwork.api.DriftDocument.DriftedResource;
import io.meshwork.api.DriftDocument.Finding;
import io.meshwork.api.PlanDocument;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.audit.AuditQuery;
import io.meshwork.controlplane.catalog.SubscriptionStatusSource;
import io.meshwork.deployment.browse.Browse;
import io.meshwork.deployment.browse.Browsed;
import io.meshwork.deployment.browse.BrowsedEvent;
import io.meshwork.deployment.browse.BrowsedEvent.Encoding;
import io.meshwork.deployment.credential.Credentials;
import io.meshwork.deployment.drift.Drift;
import io.meshwork.deployment.installation.Installation;
import io.meshwork.deployment.observation.BrokerHealth;
import io.meshwork.deployment.observation.BrokerStatus;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.transport.spi.Credential;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** One mesh that is applied and then looked at; what others do to it comes last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WatchTests {
  private static final BrokerName EU = new BrokerName("memory-eu");
  private static final BrokerName US = new BrokerName("memory-us");
  private static final ApplicationName SHOP = new ApplicationName("shop");

  private static World world;
  private static ChannelAddress entry;
  private static ChannelAddress arrival;

  @BeforeAll
  static void apply() {
    world = new World().withPublisher("none").withSubscription("").granted();
    PlanDocument plan = world.plan();
    entry = new ChannelAddress(DeploymentTests.topic(plan, "memory-eu"));
    arrival =
        world
            .bean(SubscriptionStatusSource.class)
            .statusOf(Set.of(World.SUBSCRIPTION))
            .get(World.SUBSCRIPTION)
            .channels()
            .getFirst()
            .address();
    world.apply(plan);
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @Test
  @Order(1)
  void findsNoDriftRightAfterADeployment() {
    DriftDocument drift = world.bean(Drift.class).check(World.ADMIN);

    assertThat(drift.resources()).isEmpty();
    assertThat(drift.away()).isEmpty();
    assertThat(drift.checkedAt()).isNotNull();
  }

  @Test
  @Order(1)
  void keepsOneInstallationForAllServers() {
    var id = world.bean(Installation.class).id();
    world.server();

    assertThat(world.bean(Installation.class).id()).isEqualTo(id);
    world.stopServer();
  }

  @Test
  @Order(1)
  void showsTheNewestEventsToTheOwner() {
    publish("{\"id\":1}", "plain text", "\u0000");
    world
        .eu()
        .foreigner()
        .publish(
            entry, 1, List.of(new Event(new byte[] {1, -1}, new byte[] {-1, 0}, List.of(), 9)));
    world.eu().foreigner().publish(entry, 1, List.of(new Event(null, null, List.of(), 10)));

    Browsed browsed = world.bean(Browse.class).newest(World.OWNER, World.TYPE, 50);

    assertThat(browsed.payloadsVisible()).isTrue();
    assertThat(browsed.events()).hasSize(5).isSortedAccordingTo((a, b) -> b.at().compareTo(a.at()));
    assertThat(browsed.events())
        .extracting(BrowsedEvent::encoding)
        .contains(Encoding.JSON, Encoding.TEXT, Encoding.HEX);
    assertThat(browsed.events())
        .filteredOn(event -> event.encoding() == Encoding.JSON)
        .singleElement()
        .satisfies(event -> assertThat(event.payload()).isEqualTo("{\"id\":1}"))
        .satisfies(event -> assertThat(event.headers().getFirst().value()).isEqualTo("shop"));
    assertThat(browsed.events())
        .filteredOn(event -> event.encoding() == Encoding.HEX)
        .singleElement()
        .satisfies(event -> assertThat(event.payload()).isEqualTo("ff00"))
        .satisfies(event -> assertThat(event.key()).isEqualTo("01ff"));
    assertThat(browsed.channels().getFirst().retained()).isEqualTo(5);
    assertThat(world.bean(Browse.class).newest(World.OWNER, World.TYPE, 2).events()).hasSize(2);
  }

  @Test
  @Order(2)
  void showsOthersCountsAndExamplesOnly() {
    Browsed browsed = world.bean(Browse.class).newest(World.STRANGER, World.TYPE, 50);

    assertThat(browsed.payloadsVisible()).isFalse();
    assertThat(browsed.events()).isEmpty();
    assertThat(browsed.examples()).isNotEmpty();
    assertThat(browsed.channels().getFirst().retained()).isEqualTo(5);
    DeploymentTests.assertRefused(
        AccessError.NOT_FOUND,
        () -> world.bean(Browse.class).newest(World.STRANGER, World.SUBSCRIPTION, 5));
  }

  @Test
  @Order(1)
  void showsASubscriberWhatItGets() {
    world
        .us()
        .foreigner()
        .publish(
            arrival,
            0,
            List.of(
                new Event(
                    null, "x".repeat(70_000).getBytes(StandardCharsets.UTF_8), List.of(), 3)));

    Browsed browsed = world.bean(Browse.class).newest(World.SUBSCRIBER, World.SUBSCRIPTION, 5);

    assertThat(browsed.events())
        .singleElement()
        .satisfies(event -> assertThat(event.payload()).hasSize(Browse.MAX_PAYLOAD))
        .satisfies(event -> assertThat(event.payloadBytes()).isEqualTo(70_000));
  }

  @Test
  @Order(2)
  void issuesACredentialToItsTeamOnlyAndWritesNoSecretDown() {
    Credentials credentials = world.bean(Credentials.class);

    Credential credential = credentials.issue(World.OWNER, SHOP, EU);

    assertThat(credential.principal()).isEqualTo("shop");
    assertThat(
            world.bean(AuditLog.class).list(World.ADMIN, AuditQuery.newest(5)).items().getFirst())
        .satisfies(line -> assertThat(line.kind()).isEqualTo("Credential"))
        .satisfies(line -> assertThat(line.toString()).doesNotContain(credential.secret()));
    DeploymentTests.assertRefused(
        AccessError.FORBIDDEN, () -> credentials.issue(World.STRANGER, SHOP, EU));
    DeploymentTests.assertRefused(
        DeploymentError.NO_CREDENTIAL, () -> credentials.issue(World.OWNER, SHOP, US));
  }

  @Test
  @Order(2)
  void probesBrokers() {
    BrokerHealth health = world.bean(BrokerHealth.class);

    assertThat(health.probe(World.ADMIN, EU)).isInstanceOf(BrokerStatus.Reachable.class);
    world.us().faults().away();
    BrokerStatus first = health.probe(World.ADMIN, US);
    assertThat(health.probe(World.ADMIN, US)).isEqualTo(first);
    assertThat(first).isInstanceOf(BrokerStatus.Away.class);
    assertThat(health.all(World.ADMIN)).hasSize(2);
    world.us().faults().back();
    assertThat(health.probe(World.ADMIN, US)).isInstanceOf(BrokerStatus.Reachable.class);
  }

  @Test
  @Order(2)
  void tellsTheLagOfAGroupThatReadsAChannelItself() {
    Event event = new Event(null, new byte[] {1}, List.of(), 4);
    world.us().foreigner().publish(arrival, 1, List.of(event, event));
    world.us().foreigner().consume(arrival, "billing-orders.one", 1);

    Awaitility.await().atMost(Duration.ofSeconds(30)).until(WatchTests::lag, lag -> lag >= 1);
  }

  private static long lag() {
    Long lag =
        world
            .bean(SubscriptionStatusSource.class)
            .statusOf(Set.of(World.SUBSCRIPTION))
            .get(World.SUBSCRIPTION)
            .lagEvents();
    return lag == null ? -1 : lag;
  }

  @Test
  @Order(3)
  void callsABrokerThatIsAwayUnknownAndNothingOfItGone() {
    world.us().faults().away();

    DriftDocument drift = world.bean(Drift.class).check(World.ADMIN);

    assertThat(drift.resources()).isEmpty();
    assertThat(drift.away())
        .singleElement()
        .satisfies(away -> assertThat(away.broker()).isEqualTo("memory-us"));
    world.us().faults().back();
  }

  @Test
  @Order(4)
  void seesWhatOthersChangedRemadeAndDeletedAndTouchesNothing() {
    world.eu().foreigner().changeRetention(entry, Duration.ofHours(1));
    DriftDocument changed = world.bean(Drift.class).check(World.ADMIN);
    assertThat(changed.resources())
        .singleElement()
        .satisfies(found -> assertThat(found.finding()).isEqualTo(Finding.CHANGED))
        .satisfies(
            found ->
                assertThat(found.changes())
                    .containsExactly(
                        new PlanDocument.AttributeChange("retention", "PT168H", "PT1H")));
    assertThat(seen(World.OWNER)).hasSize(1);
    assertThat(seen(World.STRANGER)).isEmpty();
    assertThat(world.bean(Drift.class).latest(World.ADMIN)).isEqualTo(changed);

    world.eu().foreigner().recreateTopic(entry);
    assertThat(finding()).isEqualTo(Finding.REPLACED);
    assertThat(world.plan().state()).isEqualTo(PlanDocument.State.BLOCKED);

    world.eu().foreigner().deleteTopic(entry);
    assertThat(finding()).isEqualTo(Finding.DELETED);
    PlanDocument repair = world.plan();
    assertThat(repair.actions()).isNotEmpty();
    assertThat(world.apply(repair).problem()).isNull();
    assertThat(world.bean(Drift.class).check(World.ADMIN).resources()).isEmpty();
  }

  private static Finding finding() {
    return world.bean(Drift.class).check(World.ADMIN).resources().stream()
        .filter(found -> found.resource().equals("topic " + entry))
        .findFirst()
        .orElseThrow()
        .finding();
  }

  private static List<DriftedResource> seen(Actor actor) {
    return world.bean(Drift.class).latest(actor).resources();
  }

  private static void publish(String... payloads) {
    long at = 1;
    for (String payload : payloads) {
      Event event =
          new Event(
              null,
              payload.getBytes(StandardCharsets.UTF_8),
              List.of(new Header("ce_source", "shop".getBytes(StandardCharsets.UTF_8))),
              at++);
      world.eu().foreigner().publish(entry, 0, List.of(event));
    }
  }
}
