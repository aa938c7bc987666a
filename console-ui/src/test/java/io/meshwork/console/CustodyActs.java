package io.meshwork.console;

import static io.meshwork.console.ViewActionsIT.READER;
import static io.meshwork.console.ViewActionsIT.apply;
import static io.meshwork.console.ViewFixture.ADMIN;
import static io.meshwork.console.ViewFixture.CRM;
import static io.meshwork.console.ViewFixture.SHOP;
import static io.meshwork.console.ViewFixture.bean;

import io.meshwork.console.ViewActionsIT.Act;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Precondition;
import io.meshwork.controlplane.catalog.Transfers;
import io.meshwork.deployment.discovery.Discovery;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Name;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.transport.memory.MemoryBrokers;
import java.util.List;
import java.util.function.Consumer;

/** Who keeps what: sets, teams, what is retired, and what nobody keeps yet. */
final class CustodyActs {
  private static final EventTypeName OFFERED = new EventTypeName("acts.offered");
  private static final Actor OTHER = ViewActionsIT.READER_OF_CRM;

  private CustodyActs() {}

  /** Things that a set manages, things that are retired, one offered, one of others. */
  static void world() {
    apply(
        """
        ---
        {apiVersion: mesh/v1, kind: EventType, metadata: {name: acts.offered, team: shop}, spec: {schema: {format: json-schema, definition: {type: object}}}}
        ---
        {apiVersion: mesh/v1, kind: EventType, metadata: {name: acts.managed, team: shop, set: acts}, spec: {schema: {format: json-schema, definition: {type: object}}}}
        ---
        {apiVersion: mesh/v1, kind: EventType, metadata: {name: acts.retired, team: shop}, spec: {schema: {format: json-schema, definition: {type: object}}}}
        ---
        {apiVersion: mesh/v1, kind: Application, metadata: {name: acts-managed, team: shop, set: acts}, spec: {}}
        ---
        {apiVersion: mesh/v1, kind: Application, metadata: {name: acts-retired, team: shop}, spec: {}}
        ---
        {apiVersion: mesh/v1, kind: Subscription, metadata: {name: acts-managed, team: crm, set: acts}, spec: {application: acts-crm, eventTypes: [acts.asked], at: {broker: mem-us}}}
        ---
        {apiVersion: mesh/v1, kind: Subscription, metadata: {name: acts-retired, team: crm}, spec: {application: acts-crm, eventTypes: [acts.asked], at: {broker: mem-us}}}
        ---
        {apiVersion: mesh/v1, kind: Region, metadata: {name: acts-far, set: acts}, spec: {jurisdiction: eu, environment: acts}}
        ---
        {apiVersion: mesh/v1, kind: Broker, metadata: {name: acts-broker, set: acts}, spec: {transport: memory, region: acts-far, settings: {broker: acts-broker}}}
        """);
    for (Name name :
        List.of(
            new EventTypeName("acts.retired"),
            new ApplicationName("acts-retired"),
            new SubscriptionName("acts-retired"))) {
      bean(Catalog.class).retire(ADMIN, name, Precondition.NONE);
    }
    bean(Transfers.class).offer(SHOP, OFFERED, new TeamName("crm"));
    MemoryBrokers.ofThisProcess()
        .broker("acts-broker")
        .foreigner()
        .createTopic(new ChannelAddress("acts.found"), 1);
  }

  static List<Act> ofHome() {
    return List.of(
        transfer("", "accept-transfer-", CRM, OTHER, it -> transfers().accept(it, OFFERED)),
        transfer("", "decline-transfer-", CRM, OTHER, it -> transfers().decline(it, OFFERED)));
  }

  static List<Act> ofEventType() {
    String address = "event-types/acts.offered";
    return List.of(
        transfer(
            address,
            "hand-over",
            SHOP,
            READER,
            it -> transfers().offer(it, OFFERED, new TeamName("crm"))),
        transfer(address, "withdraw-transfer-", SHOP, CRM, it -> transfers().withdraw(it, OFFERED)),
        transfer(address, "accept-transfer-", CRM, READER, it -> transfers().accept(it, OFFERED)),
        transfer(address, "decline-transfer-", CRM, READER, it -> transfers().decline(it, OFFERED)),
        takeOver("event-types/", new EventTypeName("acts.managed"), SHOP, READER),
        restore("event-types/", new EventTypeName("acts.retired"), SHOP, READER));
  }

  static List<Act> ofApplication() {
    return List.of(
        takeOver("applications/", new ApplicationName("acts-managed"), SHOP, READER),
        restore("applications/", new ApplicationName("acts-retired"), SHOP, READER));
  }

  static List<Act> ofSubscription() {
    return List.of(
        takeOver("subscriptions/", new SubscriptionName("acts-managed"), CRM, OTHER),
        restore("subscriptions/", new SubscriptionName("acts-retired"), CRM, OTHER));
  }

  static List<Act> ofBrokers() {
    BrokerName broker = new BrokerName("acts-broker");
    return List.of(
        new Act(
            "brokers",
            "discover-",
            ADMIN,
            SHOP,
            it -> bean(Discovery.class).discover(it, broker, Discovery.Query.ALL)),
        new Act(
            "brokers",
            "take-over-",
            ADMIN,
            SHOP,
            it -> bean(Catalog.class).takeOver(it, broker, null)));
  }

  /** What was found is registered by the form, which asks for its own rights. */
  static List<Act> ofDiscovered() {
    BrokerName broker = new BrokerName("acts-broker");
    return List.of(
        new Act(
            "brokers/acts-broker/discovered",
            "register-found-",
            ADMIN,
            SHOP,
            it -> bean(Discovery.class).discover(it, broker, Discovery.Query.ALL)));
  }

  private static Act transfer(
      String address, String button, Actor may, Actor mayNot, Consumer<Actor> service) {
    return new Act(address, button, may, mayNot, service);
  }

  private static Act takeOver(String path, Name name, Actor may, Actor mayNot) {
    return new Act(
        path + name, "take-over-", may, mayNot, it -> bean(Catalog.class).takeOver(it, name, null));
  }

  private static Act restore(String path, Name name, Actor may, Actor mayNot) {
    return new Act(
        path + name, "restore-", may, mayNot, it -> bean(Catalog.class).restore(it, name));
  }

  private static Transfers transfers() {
    return bean(Transfers.class);
  }
}
