package io.meshwork.console;

import static io.meshwork.console.ViewActionsIT.READER;
import static io.meshwork.console.ViewActionsIT.apply;
import static io.meshwork.console.ViewFixture.ADMIN;
import static io.meshwork.console.ViewFixture.SHOP;
import static io.meshwork.console.ViewFixture.bean;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.DriftDocument;
import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanScope;
import io.meshwork.console.ViewActionsIT.Act;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.registry.Promotions;
import io.meshwork.deployment.drift.Drift;
import io.meshwork.deployment.drift.DriftRemedies;
import io.meshwork.deployment.plan.Basis;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Revision;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.Environment;
import io.meshwork.transport.memory.MemoryBrokers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** What can be done on the pages about drift and revisions: rows of {@link ViewActionsIT}. */
final class ProvisioningActs {
  private static final String DRIFTED_AT = "mem-eu";
  private static final String DRIFTED = "topic acts.drifted";
  private static final String LIVED_WITH = "topic acts.lived";
  private static String revisions = "";

  private ProvisioningActs() {}

  /** Something to go back to, and something that drifted. */
  static void world() {
    revisions =
        "provisioning/revisions/" + bean(Catalog.class).currentRevision().number() + "..latest";
    drift();
  }

  /** Two channels of the shop that others changed; one of them is ignored. */
  private static void drift() {
    apply(
        """
        ---
        {apiVersion: mesh/v1, kind: EventType, metadata: {name: acts.drifted, team: shop}, spec: {schema: {format: json-schema, definition: {type: object}}}}
        ---
        {apiVersion: mesh/v1, kind: EventType, metadata: {name: acts.lived, team: shop}, spec: {schema: {format: json-schema, definition: {type: object}}}}
        ---
        {apiVersion: mesh/v1, kind: Publication, metadata: {name: acts-drifted, team: shop}, spec: {application: acts-shop, eventType: acts.drifted, broker: mem-eu}}
        ---
        {apiVersion: mesh/v1, kind: Publication, metadata: {name: acts-lived, team: shop}, spec: {application: acts-shop, eventType: acts.lived, broker: mem-eu}}
        """);
    var foreigner = MemoryBrokers.ofThisProcess().broker("console-eu").foreigner();
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(
            () -> {
              foreigner.changeRetention(new ChannelAddress("acts.drifted"), Duration.ofHours(1));
              foreigner.changeRetention(new ChannelAddress("acts.lived"), Duration.ofHours(1));
              return bean(Drift.class).check(ADMIN).resources().stream()
                  .map(DriftDocument.DriftedResource::resource)
                  .toList()
                  .containsAll(List.of(DRIFTED, LIVED_WITH));
            });
    remedies().ignore(SHOP, DRIFTED_AT, LIVED_WITH, "x", Instant.now().plusSeconds(3600));
  }

  static List<Act> ofProvisioning() {
    return List.of(
        new Act(
            "provisioning",
            "compute-plan",
            SHOP,
            READER,
            actor ->
                bean(Plans.class)
                    .compute(actor, new PlanScope(new TeamName("shop"), null), List.of())),
        drifted("repair-", actor -> remedies().repair(actor, DRIFTED_AT, DRIFTED)),
        drifted("accept-", actor -> remedies().accept(actor, DRIFTED_AT, DRIFTED)),
        drifted(
            "ignore-",
            actor ->
                remedies().ignore(actor, DRIFTED_AT, DRIFTED, "x", Instant.now().plusSeconds(60))),
        new Act(
            "provisioning?tab=promotion&from=dev&to=acts",
            "promote-",
            SHOP,
            READER,
            actor ->
                bean(Promotions.class)
                    .draft(
                        actor,
                        new EventTypeName("acts.drifted"),
                        new Promotions.Request(new Environment("acts"), null, true))),
        drifted("notice-", actor -> remedies().notice(actor, DRIFTED_AT, LIVED_WITH)));
  }

  private static Act drifted(String button, Consumer<Actor> service) {
    return new Act("provisioning?tab=drift", button, SHOP, READER, service);
  }

  private static DriftRemedies remedies() {
    return bean(DriftRemedies.class);
  }

  static List<Act> ofRevisions() {
    return List.of(
        new Act(
            revisions,
            "restore-revision",
            SHOP,
            READER,
            actor -> restore(actor, new PlanScope(new TeamName("shop"), null))),
        new Act(
            revisions,
            "restore-one-",
            SHOP,
            READER,
            actor ->
                restore(
                    actor,
                    new PlanScope(
                        null, List.of(new PlanScope.ResourceRef("EventType", "acts.lived"))))));
  }

  private static void restore(Actor actor, PlanScope scope) {
    long before = Long.parseLong(revisions.replaceAll("\\D+(\\d+).*", "$1"));
    bean(Plans.class)
        .compute(actor, scope, new Basis.Past(new Revision(before)), PlanAllowances.NONE);
  }
}
