package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.DiscoveryDocument;
import io.meshwork.api.DiscoveryDocument.Item;
import io.meshwork.api.DiscoveryDocument.Owner;
import io.meshwork.api.DiscoveryDocument.Proposal;
import io.meshwork.api.Documents;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.GlobalRole;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.CatalogError;
import io.meshwork.deployment.discovery.Discovery;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.InstallationId;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.event.Event;
import io.meshwork.transport.memory.MemoryTransport;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.TransportError;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DiscoveryTests {
  private static final BrokerName EU = new BrokerName("memory-eu");
  private static final Actor OPERATOR =
      new Actor("otto", "Otto", new Actor.Holder.Person(), Set.of(GlobalRole.OPERATOR), Map.of());
  private static World world;

  @BeforeAll
  static void start() {
    world = new World().withPublisher("none").withSubscription("").granted();
    world.apply(world.plan());
    topic("legacy.invoice.sent", 3);
    publish("legacy.invoice.sent", "{\"id\":7,\"secret-of\":\"nobody\"}", "{\"id\":8}");
    topic("legacy.empty", 1);
    topic("legacy.text", 1);
    publish("legacy.text", "plain", "words");
    topic("Legacy Loud", 1);
    topic("legacy.huge", 5000);
    theirs();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static void topic(String name, int partitions) {
    world.eu().foreigner().createTopic(new ChannelAddress(name), partitions);
  }

  private static void publish(String topic, String... payloads) {
    for (String payload : payloads) {
      world
          .eu()
          .foreigner()
          .publish(
              new ChannelAddress(topic),
              0,
              List.of(new Event(null, payload.getBytes(StandardCharsets.UTF_8), List.of(), 1_000)));
    }
  }

  /** A topic of a second installation on the same broker. */
  private static void theirs() {
    BrokerAccess access =
        new BrokerAccess(
            EU,
            new Settings(Map.of("broker", world.eu().name())),
            new InstallationId(UUID.randomUUID()),
            Secrets.ofThisProcess());
    try (Deployer other = new MemoryTransport(DeploymentServer.BROKERS).deployer(access)) {
      Resource topic =
          Resource.of(
              "topic",
              "their.topic",
              Map.of("partitions", "1", "retention", "PT1H", "maxSize", "1000"));
      assertThat(other.execute(List.of(new Operation.Create(topic))))
          .singleElement()
          .isInstanceOf(Outcome.Done.class);
    }
  }

  private static DiscoveryDocument discover(Discovery.Query query) {
    return world.bean(Discovery.class).discover(OPERATOR, EU, query);
  }

  private static Item item(String topic) {
    return discover(new Discovery.Query(topic, new TeamName("orders"), 5, null)).items().stream()
        .filter(each -> each.resource().equals("topic " + topic))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void listsWhatIsNotOursAndNothingThatIs() {
    assertThat(discover(Discovery.Query.ALL).items())
        .extracting(Item::resource)
        .contains("topic legacy.invoice.sent", "topic their.topic", "topic legacy.empty")
        .doesNotContain("topic " + World.TYPE)
        .isSorted();
  }

  @Test
  void proposesAnEventTypeThatCanBeAppliedAsItIs() {
    Item item = item("legacy.invoice.sent");
    Proposal proposal = item.proposal();

    assertThat(item.owner()).isEqualTo(Owner.FOREIGN);
    assertThat(item.events()).isEqualTo(2);
    assertThat(proposal).isNotNull();
    assertThat(proposal.sampled()).isEqualTo(2);
    assertThat(proposal.adoptable()).isTrue();
    String yaml = Documents.yaml(List.of(proposal.document()));
    assertThat(yaml).contains("id:", "type: integer").doesNotContain("nobody");
    world.save(yaml);
    EventTypeSpec saved =
        world
            .bean(Catalog.class)
            .get(World.OWNER, new EventTypeName("legacy.invoice.sent"))
            .spec(EventTypeSpec.class);
    assertThat(saved.partitions()).isEqualTo(3);
    assertThat(saved.retention()).isEqualTo(Duration.ofDays(7));
    assertThat(item("legacy.invoice.sent").reason()).contains("There is an event type");
  }

  @Test
  void saysOfWhatItCannotProposeWhy() {
    assertThat(item("legacy.text").reason()).contains("not JSON");
    assertThat(item("legacy.huge").reason()).contains("5000 partitions");
    assertThat(item("legacy.empty").proposal().sampled()).isZero();
    assertThat(item("legacy.empty").proposal().notes().getFirst()).contains("accepts everything");
  }

  @Test
  void proposesANearNameWhereThereIsNoSuchNameAndSaysWhatThatMeans() {
    Proposal proposal = item("Legacy Loud").proposal();

    assertThat(proposal.document().metadata().name()).isEqualTo("legacy-loud");
    assertThat(proposal.adoptable()).isFalse();
    assertThat(proposal.notes()).anyMatch(note -> note.contains("not taken over"));
  }

  @Test
  void proposesNothingOfAnotherInstallations() {
    Item item = item("their.topic");

    assertThat(item.owner()).isEqualTo(Owner.OTHER_INSTALLATION);
    assertThat(item.installation()).isNotNull();
    assertThat(item.proposal()).isNull();
    assertThat(item.reason()).contains("Another Meshwork installation");
  }

  @Test
  void readsOnPageByPage() {
    DiscoveryDocument first = discover(new Discovery.Query("legacy", null, 2, null));
    DiscoveryDocument second = discover(new Discovery.Query("legacy", null, 2, first.nextCursor()));

    assertThat(first.items()).hasSize(2);
    assertThat(second.items()).isNotEmpty().doesNotContainAnyElementsOf(first.items());
    DeploymentTests.assertRefused(
        CatalogError.INVALID_QUERY, () -> discover(new Discovery.Query(null, null, 0, null)));
  }

  @Test
  void tellsOnlyWhoMayChangeTheBroker() {
    Discovery discovery = world.bean(Discovery.class);
    for (Actor member : List.of(World.OWNER, World.STRANGER)) {
      DeploymentTests.assertRefused(
          AccessError.FORBIDDEN, () -> discovery.discover(member, EU, Discovery.Query.ALL));
    }
    world.save(
        """
        ---
        {apiVersion: mesh/v1, kind: Broker, metadata: {name: hidden}, spec: {transport: memory, region: eu, settings: {broker: hidden}, teams: [billing]}}
        """);
    DeploymentTests.assertRefused(
        AccessError.NOT_FOUND,
        () -> discovery.discover(World.STRANGER, new BrokerName("hidden"), Discovery.Query.ALL));
    DeploymentTests.assertRefused(
        AccessError.NOT_FOUND,
        () -> discovery.discover(OPERATOR, new BrokerName("nowhere"), Discovery.Query.ALL));
  }

  @Test
  void saysThatABrokerIsAwayAndNeverThatItIsEmpty() {
    world.us().faults().away();
    try {
      DeploymentTests.assertRefused(
          TransportError.BROKER_UNREACHABLE,
          () ->
              world
                  .bean(Discovery.class)
                  .discover(OPERATOR, new BrokerName("memory-us"), Discovery.Query.ALL));
    } finally {
      world.us().faults().back();
    }
  }
}
