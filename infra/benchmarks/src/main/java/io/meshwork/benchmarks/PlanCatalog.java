package io.meshwork.benchmarks;

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
import io.meshwork.model.catalog.Reach;
import io.meshwork.model.catalog.RegionSpec;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A catalog of any size: brokers in rings of regions, each event type published at one broker, its
 * subscribers at the same one but for as many as make links: half of those read at a neighbour's,
 * half have a filter.
 */
final class PlanCatalog {
  private static final int BROKERS = 20;
  private static final int REGIONS = 5;
  static final int TEAMS = 100;
  private static final int PARTITIONS = 6;

  private final Map<TeamName, Entity<TeamName, TeamSpec>> teams = new HashMap<>();
  private final Map<ApplicationName, Entity<ApplicationName, ApplicationSpec>> applications =
      new HashMap<>();
  private final Map<RegionName, Entity<RegionName, RegionSpec>> regions = new HashMap<>();
  private final Map<BrokerName, Entity<BrokerName, BrokerSpec>> brokers = new HashMap<>();
  private final Map<EventTypeName, Entity<EventTypeName, EventTypeSpec>> types = new HashMap<>();
  private final Map<PublicationName, Entity<PublicationName, PublicationSpec>> publications =
      new HashMap<>();
  private final Map<SubscriptionName, Entity<SubscriptionName, SubscriptionSpec>> subscriptions =
      new HashMap<>();
  private final Map<GrantKey, Grant> grants = new HashMap<>();

  private PlanCatalog() {}

  /** Equal sizes give equal catalogs. */
  static CatalogSnapshot of(int types, int subscriptions, int links) {
    PlanCatalog catalog = new PlanCatalog();
    catalog.addMesh();
    for (int i = 0; i < types; i++) {
      catalog.addType(i);
    }
    for (int i = 0; i < subscriptions; i++) {
      catalog.addSubscription(i, types, links);
    }
    return new CatalogSnapshot(
        new Revision(1),
        catalog.teams,
        catalog.applications,
        catalog.regions,
        catalog.brokers,
        catalog.types,
        catalog.publications,
        catalog.subscriptions,
        catalog.grants);
  }

  /** The same without one subscription. */
  static CatalogSnapshot without(CatalogSnapshot catalog, int number) {
    SubscriptionName name = subscription(number);
    var subscriptions = new HashMap<>(catalog.subscriptions());
    subscriptions.remove(name);
    Map<GrantKey, Grant> grants = new HashMap<>(catalog.grants());
    grants.keySet().removeIf(key -> key.subscription().equals(name));
    return new CatalogSnapshot(
        new Revision(catalog.revision().number() + 1),
        catalog.teams(),
        catalog.applications(),
        catalog.regions(),
        catalog.brokers(),
        catalog.eventTypes(),
        catalog.publications(),
        subscriptions,
        grants);
  }

  static SubscriptionName subscription(int number) {
    return new SubscriptionName("sub-" + number);
  }

  private static BrokerName broker(int number) {
    return new BrokerName("broker-%02d".formatted(number % BROKERS));
  }

  private static RegionName region(int number) {
    return new RegionName("region-" + number % REGIONS);
  }

  private static EventTypeName type(int number) {
    return new EventTypeName("bench.type-" + number);
  }

  private void addMesh() {
    for (int i = 0; i < REGIONS; i++) {
      List<Reach> reaches = new ArrayList<>();
      for (int j = 1; j < REGIONS; j++) {
        reaches.add(new Reach(region(i + j), j));
      }
      put(
          regions,
          region(i),
          Metadata.ofMesh(),
          new RegionSpec(
              new Jurisdiction("eu"),
              new Environment("prod"),
              reaches,
              AutoApply.SAFE,
              List.of(),
              false));
    }
    Map<BrokerName, String> principals = new HashMap<>();
    for (int i = 0; i < BROKERS; i++) {
      principals.put(broker(i), "app");
      put(
          brokers,
          broker(i),
          Metadata.ofMesh(),
          new BrokerSpec(
              new TransportName("memory"),
              region(i),
              Map.of("broker", broker(i).value(), "maxChannels", "1000000"),
              List.of(),
              false));
    }
    for (int i = 0; i < TEAMS; i++) {
      TeamName team = new TeamName("team-" + i);
      put(teams, team, Metadata.ofMesh(), new TeamSpec(List.of(), null));
      Map<BrokerName, String> own = new HashMap<>();
      String name = "app-" + i;
      principals.keySet().forEach(broker -> own.put(broker, name));
      put(applications, new ApplicationName(name), Metadata.of(team), new ApplicationSpec(own));
    }
  }

  private void addType(int number) {
    TeamName team = new TeamName("team-" + number % TEAMS);
    put(types, type(number), Metadata.of(team), type());
    put(
        publications,
        new PublicationName("pub-" + number),
        Metadata.of(team),
        new PublicationSpec(
            new ApplicationName("app-" + number % TEAMS), type(number), broker(number)));
  }

  private static EventTypeSpec type() {
    return new EventTypeSpec(
        "",
        new SchemaSpec(SchemaFormat.JSON_SCHEMA, new JsonText("{}")),
        Compatibility.BACKWARD,
        "/id",
        PARTITIONS,
        Duration.ofDays(7),
        null,
        DataSize.parse("64KiB"),
        DeliveryClass.AT_LEAST_ONCE,
        Classification.INTERNAL,
        Visibility.PUBLIC,
        Access.OPEN,
        Routing.SMART,
        Set.of(),
        List.of(),
        null,
        Lifecycle.ACTIVE,
        null,
        Map.of());
  }

  private void addSubscription(int number, int typeCount, int links) {
    int wanted = number % typeCount;
    boolean away = number < links / 2;
    boolean filtered = !away && number < links;
    int team = (number + 1) % TEAMS;
    // A neighbour in the same ring: four brokers a region, so that one hop is enough.
    BrokerName at = broker(away ? wanted + REGIONS : wanted);
    GrantKey key = new GrantKey(subscription(number), type(wanted));
    JsonText filter = filtered ? new JsonText("{\"source\":[\"%d\"]}".formatted(number)) : null;
    put(
        subscriptions,
        key.subscription(),
        Metadata.of(new TeamName("team-" + team)),
        new SubscriptionSpec(
            new ApplicationName("app-" + team),
            List.of(new EventTypeSelector(type(wanted).value())),
            filter,
            List.of(),
            null,
            new Place.AtBroker(at),
            DeliveryClass.AT_LEAST_ONCE,
            null,
            new StartAt.Latest(),
            null,
            false,
            SubscriptionLife.RUNNING));
    grants.put(key, new Grant(key, GrantState.APPROVED, filter, null));
  }

  private static <N extends Name, S extends Spec> void put(
      Map<N, Entity<N, S>> entities, N name, Metadata metadata, S spec) {
    UUID uid = UUID.nameUUIDFromBytes(name.toString().getBytes(StandardCharsets.UTF_8));
    entities.put(name, new Entity<>(name, uid, metadata, spec));
  }
}
