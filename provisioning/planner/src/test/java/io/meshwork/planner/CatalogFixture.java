package io.meshwork.planner;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.DataSize;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.Name;
import io.meshwork.model.PublicationName;
import io.meshwork.model.RegionName;
import io.meshwork.model.Revision;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.TransportName;
import io.meshwork.model.catalog.Access;
import io.meshwork.model.catalog.ApplicationSpec;
import io.meshwork.model.catalog.AutoApply;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Classification;
import io.meshwork.model.catalog.Compatibility;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.Entity;
import io.meshwork.model.catalog.Environment;
import io.meshwork.model.catalog.EventTypeSelector;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.Jurisdiction;
import io.meshwork.model.catalog.Lifecycle;
import io.meshwork.model.catalog.Metadata;
import io.meshwork.model.catalog.Place;
import io.meshwork.model.catalog.PublicationSpec;
import io.meshwork.model.catalog.Rate;
import io.meshwork.model.catalog.Reach;
import io.meshwork.model.catalog.RegionSpec;
import io.meshwork.model.catalog.Retry;
import io.meshwork.model.catalog.Routing;
import io.meshwork.model.catalog.SchemaFormat;
import io.meshwork.model.catalog.SchemaSpec;
import io.meshwork.model.catalog.Spec;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.model.catalog.SubscriptionLife;
import io.meshwork.model.catalog.SubscriptionSpec;
import io.meshwork.model.catalog.TeamSpec;
import io.meshwork.model.catalog.Visibility;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Builds catalogs for tests: {@code aCatalog().withTeam("orders")…}. */
final class CatalogFixture {
  private final Map<TeamName, Entity<TeamName, TeamSpec>> teams = new LinkedHashMap<>();
  private final Map<ApplicationName, Entity<ApplicationName, ApplicationSpec>> applications =
      new LinkedHashMap<>();
  private final Map<RegionName, Entity<RegionName, RegionSpec>> regions = new LinkedHashMap<>();
  private final Map<BrokerName, Entity<BrokerName, BrokerSpec>> brokers = new LinkedHashMap<>();
  private final Map<EventTypeName, Entity<EventTypeName, EventTypeSpec>> types =
      new LinkedHashMap<>();
  private final Map<PublicationName, Entity<PublicationName, PublicationSpec>> publications =
      new LinkedHashMap<>();
  private final Map<SubscriptionName, Entity<SubscriptionName, SubscriptionSpec>> subscriptions =
      new LinkedHashMap<>();
  private final Map<GrantKey, Grant> grants = new LinkedHashMap<>();
  private long revision = 1;

  static CatalogFixture aCatalog() {
    return new CatalogFixture();
  }

  /** Regions eu and us that dial each other, a broker in each, teams orders and analytics. */
  static CatalogFixture twoRegions() {
    return aCatalog()
        .withRegion("eu", "eu", "prod", "us:10")
        .withRegion("us", "us", "prod", "eu:10")
        .withBroker("kafka-eu", "eu")
        .withBroker("kafka-us", "us")
        .withApplication("shop", "orders")
        .withApplication("reports", "analytics")
        .withEventType("orders.order.placed", "orders");
  }

  CatalogFixture atRevision(long number) {
    revision = number;
    return this;
  }

  CatalogFixture withTeam(String name) {
    return teams.containsKey(new TeamName(name)) ? this : withTeam(name, null);
  }

  CatalogFixture withTeam(String name, @Nullable Rate rate) {
    TeamName team = new TeamName(name);
    teams.put(team, entity(team, Metadata.ofMesh(), new TeamSpec(List.of(), rate)));
    return this;
  }

  /** Reaches are written {@code region:cost}. */
  CatalogFixture withRegion(
      String name, String jurisdiction, String environment, String... reaches) {
    RegionName region = new RegionName(name);
    List<Reach> list = new ArrayList<>();
    for (String reach : reaches) {
      String[] parts = reach.split(":", -1);
      list.add(new Reach(new RegionName(parts[0]), Integer.parseInt(parts[1])));
    }
    RegionSpec spec =
        new RegionSpec(
            new Jurisdiction(jurisdiction),
            new Environment(environment),
            list,
            AutoApply.SAFE,
            List.of(),
            false);
    regions.put(region, entity(region, Metadata.ofMesh(), spec));
    return this;
  }

  CatalogFixture withBroker(String name, String region, String... teams) {
    return withBroker(name, region, "memory", false, teams);
  }

  CatalogFixture withBroker(
      String name, String region, String transport, boolean readOnly, String... teams) {
    BrokerName broker = new BrokerName(name);
    BrokerSpec spec =
        new BrokerSpec(
            new TransportName(transport),
            new RegionName(region),
            Map.of("broker", name),
            List.of(teams).stream().map(TeamName::new).toList(),
            readOnly);
    brokers.put(broker, entity(broker, Metadata.ofMesh(), spec));
    return this;
  }

  /** With a principal of its own name at every broker that is there by now. */
  CatalogFixture withApplication(String name, String team) {
    Map<BrokerName, String> principals = new HashMap<>();
    brokers.keySet().forEach(broker -> principals.put(broker, name));
    return withApplication(name, team, principals);
  }

  CatalogFixture withApplication(String name, String team, Map<BrokerName, String> principals) {
    withTeam(team);
    ApplicationName application = new ApplicationName(name);
    applications.put(
        application, entity(application, metadata(team), new ApplicationSpec(principals)));
    return this;
  }

  CatalogFixture withEventType(String name, String team) {
    return withEventType(name, team, type -> {});
  }

  CatalogFixture withEventType(String name, String team, Consumer<TypeFixture> change) {
    withTeam(team);
    TypeFixture fixture = new TypeFixture();
    change.accept(fixture);
    EventTypeName type = new EventTypeName(name);
    types.put(type, entity(type, metadata(team), fixture.spec()));
    return this;
  }

  CatalogFixture withPublication(String name, String application, String type, String broker) {
    PublicationName publication = new PublicationName(name);
    PublicationSpec spec =
        new PublicationSpec(
            new ApplicationName(application), new EventTypeName(type), new BrokerName(broker));
    publications.put(publication, entity(publication, metadata(teamOf(application)), spec));
    return this;
  }

  CatalogFixture withoutPublication(String name) {
    publications.remove(new PublicationName(name));
    return this;
  }

  /** With an approved grant on every selected exact event type. */
  CatalogFixture withSubscription(String name, String application, String broker, String... types) {
    return withSubscription(name, application, broker, subscription -> {}, types);
  }

  CatalogFixture withSubscription(
      String name,
      String application,
      String broker,
      Consumer<SubscriptionFixture> change,
      String... types) {
    SubscriptionFixture fixture = new SubscriptionFixture();
    change.accept(fixture);
    SubscriptionName subscription = new SubscriptionName(name);
    SubscriptionSpec spec = fixture.spec(application, broker, types);
    subscriptions.put(subscription, entity(subscription, metadata(teamOf(application)), spec));
    for (String type : types) {
      if (fixture.granted && new EventTypeSelector(type).isExact()) {
        withGrant(name, type, GrantState.APPROVED);
      }
    }
    return this;
  }

  CatalogFixture withoutSubscription(String name) {
    SubscriptionName subscription = new SubscriptionName(name);
    subscriptions.remove(subscription);
    grants.keySet().removeIf(key -> key.subscription().equals(subscription));
    return this;
  }

  CatalogFixture withGrant(String subscription, String type, GrantState state) {
    GrantKey key = new GrantKey(new SubscriptionName(subscription), new EventTypeName(type));
    var entity = subscriptions.get(key.subscription());
    grants.put(key, new Grant(key, state, entity == null ? null : entity.spec().filter(), null));
    return this;
  }

  private String teamOf(String application) {
    var entity = applications.get(new ApplicationName(application));
    return entity == null ? "nobody" : entity.team().value();
  }

  private static Metadata metadata(String team) {
    return Metadata.of(new TeamName(team));
  }

  private static <N extends Name, S extends Spec> Entity<N, S> entity(
      N name, Metadata metadata, S spec) {
    UUID uid = UUID.nameUUIDFromBytes(name.toString().getBytes(StandardCharsets.UTF_8));
    return new Entity<>(name, uid, metadata, spec);
  }

  CatalogSnapshot build() {
    return new CatalogSnapshot(
        new Revision(revision),
        teams,
        applications,
        regions,
        brokers,
        types,
        publications,
        subscriptions,
        grants);
  }

  /** What an event type of tests may be told apart by. */
  static final class TypeFixture {
    private String key = "/orderId";
    private int partitions = 3;
    private Duration retention = Duration.ofDays(7);
    private DataSize retainedSize;
    private DeliveryClass delivery = DeliveryClass.AT_LEAST_ONCE;
    private Routing routing = Routing.SMART;
    private Set<Jurisdiction> residency = Set.of();
    private Lifecycle lifecycle = Lifecycle.ACTIVE;

    TypeFixture partitions(int number) {
      partitions = number;
      return this;
    }

    TypeFixture retention(Duration duration) {
      retention = duration;
      return this;
    }

    TypeFixture retainedSize(String size) {
      retainedSize = DataSize.parse(size);
      return this;
    }

    TypeFixture delivery(DeliveryClass most) {
      delivery = most;
      return this;
    }

    TypeFixture broadcast() {
      routing = Routing.BROADCAST;
      return this;
    }

    TypeFixture unkeyed() {
      key = null;
      return this;
    }

    TypeFixture residingIn(String jurisdiction) {
      residency = Set.of(new Jurisdiction(jurisdiction));
      return this;
    }

    TypeFixture retired() {
      lifecycle = Lifecycle.RETIRED;
      return this;
    }

    EventTypeSpec spec() {
      return new EventTypeSpec(
          "",
          new SchemaSpec(SchemaFormat.JSON_SCHEMA, new JsonText("{}")),
          Compatibility.BACKWARD,
          key,
          partitions,
          retention,
          retainedSize,
          DataSize.parse("64KiB"),
          delivery,
          Classification.INTERNAL,
          Visibility.PUBLIC,
          Access.APPROVAL,
          routing,
          residency,
          List.of(),
          null,
          lifecycle,
          null,
          Map.of());
    }
  }

  /** What a subscription of tests may be told apart by. */
  static final class SubscriptionFixture {
    private JsonText filter;
    private JsonText transform;
    private DeliveryClass delivery = DeliveryClass.AT_LEAST_ONCE;
    private StartAt startAt = new StartAt.Latest();
    private Retry retry;
    private Rate rate;
    private String endpoint;
    private boolean deadLetter;
    private boolean granted = true;
    private SubscriptionLife life = SubscriptionLife.RUNNING;

    SubscriptionFixture filter(String pattern) {
      filter = new JsonText(pattern);
      return this;
    }

    SubscriptionFixture transform(String projection) {
      transform = new JsonText(projection);
      return this;
    }

    SubscriptionFixture delivery(DeliveryClass asked) {
      delivery = asked;
      return this;
    }

    SubscriptionFixture startAt(StartAt start) {
      startAt = start;
      return this;
    }

    SubscriptionFixture retried() {
      retry = new Retry(3, Duration.ofSeconds(1), Duration.ofSeconds(10));
      return this;
    }

    SubscriptionFixture pushedTo(String kind) {
      endpoint = kind;
      return this;
    }

    SubscriptionFixture limitedTo(int eventsPerSecond) {
      rate = new Rate(eventsPerSecond, null);
      return this;
    }

    SubscriptionFixture deadLetter() {
      deadLetter = true;
      return this;
    }

    SubscriptionFixture paused() {
      life = SubscriptionLife.PAUSED;
      return this;
    }

    SubscriptionFixture ungranted() {
      granted = false;
      return this;
    }

    SubscriptionSpec spec(String application, String broker, String... types) {
      Place place =
          endpoint == null
              ? new Place.AtBroker(new BrokerName(broker))
              : new Place.AtEndpoint(new BrokerName(broker), endpoint, Map.of());
      return new SubscriptionSpec(
          new ApplicationName(application),
          List.of(types).stream().map(EventTypeSelector::new).toList(),
          filter,
          List.of(),
          transform,
          place,
          delivery,
          rate,
          startAt,
          retry,
          deadLetter,
          life);
    }
  }
}
