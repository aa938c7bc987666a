package io.meshwork.console;

import static org.awaitility.Awaitility.await;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.Documents;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.ApplyOptions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Precondition;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.deployment.run.Deployments;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.Name;
import io.meshwork.model.TeamName;
import io.meshwork.model.event.Event;
import io.meshwork.transport.memory.MemoryBrokers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * One team's region with a broker of its own, in which nothing is applied by itself, and plans and
 * deployments of every kind in it.
 */
final class ChangingWorld {
  private final Actor operator;
  private final String team;
  private final String at;

  /** Declares it; {@code at} names its region, its broker and what else it has. */
  ChangingWorld(Actor operator, String team, String at) {
    this.operator = operator;
    this.team = team;
    this.at = at;
    region("");
    apply(
        """
        ---
        {apiVersion: mesh/v1, kind: Broker, metadata: {name: mem-AT}, spec: {transport: memory, region: AT, settings: {broker: console-AT}}}
        ---
        {apiVersion: mesh/v1, kind: Application, metadata: {name: AT-app, team: TEAM}, spec: {principals: {mem-AT: AT-app}}}
        """);
  }

  /** The region with more of its settings, such as a freeze. */
  void region(String more) {
    apply(
        """
        ---
        {apiVersion: mesh/v1, kind: Region, metadata: {name: AT}, spec: {jurisdiction: ch, environment: AT, autoApply: none%s}}
        """
            .formatted(more));
  }

  /** An event type with so many partitions. */
  String type(String name, int partitions) {
    return """
        ---
        {apiVersion: mesh/v1, kind: EventType, metadata: {name: AT.%s, team: TEAM}, spec: {schema: {format: json-schema, definition: {type: object}}, access: open, partitions: %d}}
        """
        .formatted(name, partitions);
  }

  String publication(String name) {
    return """
        ---
        {apiVersion: mesh/v1, kind: Publication, metadata: {name: AT-%s, team: TEAM}, spec: {application: AT-app, eventType: AT.%s, broker: mem-AT}}
        """
        .formatted(name, name);
  }

  /** A filtered subscription, so that it gets a channel of its own. */
  String subscription(String name) {
    return """
        ---
        {apiVersion: mesh/v1, kind: Subscription, metadata: {name: AT-%s, team: TEAM}, spec: {application: AT-app, eventTypes: [AT.%s], filter: {data: {total: [{numeric: [">", 100]}]}}, at: {broker: mem-AT}}}
        """
        .formatted(name, name);
  }

  /** Saves documents. */
  void apply(String yaml) {
    bean(ApplyDocuments.class).apply(operator, Documents.read(named(yaml)), ApplyOptions.PLAIN);
  }

  private String named(String yaml) {
    return yaml.replace("TEAM", team).replace("AT", at);
  }

  void retire(Name name) {
    bean(Catalog.class).retire(operator, name, Precondition.NONE);
  }

  /** The team's plan. */
  PlanDocument plan(String documents) {
    return bean(Plans.class)
        .compute(
            operator,
            new PlanScope(new TeamName(team), null),
            documents.isEmpty() ? List.of() : Documents.read(named(documents)));
  }

  /** Applies the team's plan, to its end. */
  UUID deploy() {
    UUID id = bean(Deployments.class).start(operator, plan("").id()).id();
    ended(id);
    return id;
  }

  DeploymentDocument ended(UUID id) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> bean(Deployments.class).find(operator, id), found -> found.endedAt() != null);
  }

  /** Somebody else makes a topic where one of ours would lie. */
  void foreign(String topic) {
    MemoryBrokers.ofThisProcess()
        .broker("console-" + at)
        .foreigner()
        .createTopic(new ChannelAddress(topic), 1);
  }

  /** An event that would be lost with its topic. */
  void publish(String topic) {
    Event event =
        new Event(
            null, "{}".getBytes(StandardCharsets.UTF_8), List.of(), System.currentTimeMillis());
    MemoryBrokers.ofThisProcess()
        .broker("console-" + at)
        .foreigner()
        .publish(new ChannelAddress(topic), 0, List.of(event));
  }

  private static <T> T bean(Class<T> type) {
    return ViewFixture.bean(type);
  }
}
