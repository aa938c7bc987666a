package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.Documents;
import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.api.RenderDocument;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.CatalogError;
import io.meshwork.deployment.plan.Basis;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.deployment.render.Renders;
import io.meshwork.deployment.run.Deployments;
import io.meshwork.model.MeshException;
import io.meshwork.model.Revision;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Plans that change the catalog first: by documents, by a past revision; and what would exist. */
class ChangingTests {
  private static final String MORE =
      """
      ---
      {apiVersion: mesh/v1, kind: EventType, metadata: {name: orders.more, team: orders, set: web}, spec: {schema: {format: json-schema, definition: {type: object}}}}
      ---
      {apiVersion: mesh/v1, kind: Publication, metadata: {name: shop-more, team: orders, set: web}, spec: {application: shop, eventType: orders.more, broker: memory-eu}}
      """;
  private static final String LESS = MORE.substring(0, MORE.lastIndexOf("---"));

  private final World world = new World().withPublisher("none").withSubscription("").granted();

  @AfterEach
  void stop() {
    world.close();
  }

  private PlanDocument plan(String documents, String prune) {
    return world
        .bean(Plans.class)
        .compute(
            World.OWNER,
            scope(documents),
            new Basis.Documents(Documents.read(documents), prune),
            PlanAllowances.NONE);
  }

  private static PlanScope scope(String documents) {
    return new PlanScope(
        null,
        Documents.read(documents).stream()
            .map(spec -> new PlanScope.ResourceRef(spec.kind().word(), spec.name().value()))
            .toList());
  }

  private static List<String> resources(PlanDocument plan) {
    return plan.actions().stream().map(each -> each.verb() + " " + each.resource()).toList();
  }

  private Revision revision() {
    return world.bean(Catalog.class).currentRevision();
  }

  @Test
  void documentsAreSavedByDeployingThePlanThatWasMadeOfThem() {
    Revision before = revision();
    PlanDocument plan = plan(MORE, null);

    assertThat(revision()).isEqualTo(before);
    assertThat(plan.state()).isEqualTo(PlanDocument.State.READY);
    assertThat(plan.notes()).contains("Creates EventType orders.more in the catalog.");
    assertThat(resources(plan)).isNotEmpty().allMatch(each -> each.contains("orders.more"));
    world.bean(Plans.class).requireMadeOf(World.OWNER, plan.id(), basis(MORE, null));
    assertThatThrownBy(
            () -> world.bean(Plans.class).requireMadeOf(World.OWNER, plan.id(), basis(LESS, null)))
        .hasMessageContaining("Publication shop-more is missing");
    assertThatThrownBy(
            () ->
                world
                    .bean(Plans.class)
                    .requireMadeOf(
                        World.OWNER,
                        plan.id(),
                        basis(MORE.replace("type: object", "type: array"), null)))
        .hasMessageContaining("EventType orders.more is another one");
    assertThatThrownBy(
            () -> world.bean(Plans.class).requireMadeOf(World.OWNER, plan.id(), basis(MORE, "web")))
        .isInstanceOf(MeshException.class);

    world.apply(plan);

    assertThat(revision()).isEqualTo(before.next());
    assertThat(plan(MORE, null).state()).isEqualTo(PlanDocument.State.EMPTY);
  }

  private static Basis.Documents basis(String documents, String prune) {
    return new Basis.Documents(Documents.read(documents), prune);
  }

  @Test
  void onlyTheCatalogChangesWhereNoBrokerNeedsTo() {
    world.apply(plan(MORE, null));
    Revision before = revision();

    PlanDocument plan =
        plan(MORE.replace("team: orders,", "team: orders, description: New,"), null);

    assertThat(plan.actions()).isEmpty();
    assertThat(plan.state()).isEqualTo(PlanDocument.State.READY);
    DeploymentDocument done = world.apply(plan);
    assertThat(done.state()).isEqualTo(DeploymentDocument.State.APPLIED);
    assertThat(revision()).isEqualTo(before.next());
  }

  @Test
  void anEventTypeAloneChangesTheChannelsThatHaveItsShape() {
    world.apply(plan(MORE, null));

    PlanDocument plan = plan(LESS.replace("spec: {", "spec: {retention: P3D, "), null);

    assertThat(resources(plan))
        .anyMatch(each -> each.startsWith("change ") && each.contains("orders.more"));
  }

  @Test
  void pruningIsInThePlanAndRefusedWhenTheSetGrewSince() {
    world.apply(plan(MORE, null));
    PlanDocument grown = plan(LESS, "web");
    assertThat(grown.notes()).contains("Retires Publication shop-more in the catalog.");
    assertThat(grown.scope().resources())
        .contains(new PlanScope.ResourceRef("Publication", "shop-more"));
    assertThat(grown.actions()).isNotEmpty();
    world.save(LESS.replace("orders.more", "orders.third"));

    assertThatThrownBy(() -> world.bean(Deployments.class).start(World.OWNER, grown.id()))
        .isInstanceOf(MeshException.class);
    PlanDocument plan = plan(LESS, "web");
    world.apply(plan);

    assertThat(world.bean(Catalog.class).snapshot(revision()).publications().keySet())
        .noneMatch(name -> name.value().equals("shop-more"));
    assertThat(world.bean(Catalog.class).snapshot(revision()).eventTypes().keySet())
        .noneMatch(name -> name.value().equals("orders.third"));
  }

  @Test
  void aPastRevisionIsAPlanThatBringsItBackOrSaysWhatMoved() {
    world.apply(world.plan());
    Revision past = revision();
    world.apply(plan(MORE, null));
    PlanScope scope = scope(MORE);

    PlanDocument plan = past(past, scope);

    assertThat(plan.restores()).isEqualTo(past.number());
    assertThat(plan.notes()).contains("Retires Publication shop-more in the catalog.");
    assertThat(plan.actions()).isNotEmpty();
    PlanDocument stale = past(past, scope);
    world.save(MORE.replace("team: orders,", "team: orders, description: Moved,"));
    assertThatThrownBy(() -> world.bean(Deployments.class).start(World.OWNER, stale.id()))
        .isInstanceOfSatisfying(
            MeshException.class,
            e ->
                assertThat(e.code())
                    .isIn(CatalogError.PRECONDITION_FAILED, DeploymentError.PLAN_STALE))
        .hasMessageContaining("orders.more");

    world.apply(past(past, scope));

    assertThat(world.bean(Catalog.class).snapshot(revision()).eventTypes().keySet())
        .noneMatch(name -> name.value().equals("orders.more"));
    assertThat(
            world
                .bean(Plans.class)
                .compute(World.ADMIN, scope, new Basis.Past(past), PlanAllowances.NONE)
                .state())
        .isEqualTo(PlanDocument.State.EMPTY);
    assertThatThrownBy(
            () ->
                world
                    .bean(Plans.class)
                    .compute(World.STRANGER, scope, new Basis.Past(past), PlanAllowances.NONE))
        .isInstanceOf(MeshException.class);
  }

  private PlanDocument past(Revision revision, PlanScope scope) {
    return world
        .bean(Plans.class)
        .compute(World.OWNER, scope, new Basis.Past(revision), PlanAllowances.NONE);
  }

  @Test
  void rendersWhatDocumentsCauseAndNothingThatOthersDo() {
    List<ResourceSpec> documents = Documents.read(MORE);

    RenderDocument mine = world.bean(Renders.class).render(World.OWNER, documents, null);
    RenderDocument all = world.bean(Renders.class).render(World.ADMIN, List.of(), null);

    assertThat(mine.brokers()).hasSize(1);
    assertThat(mine.brokers().getFirst().resources())
        .isNotEmpty()
        .allSatisfy(each -> assertThat(each.resource()).contains("orders.more"))
        .anySatisfy(each -> assertThat(each.causes()).contains("Publication shop-more"));
    assertThat(mine.links()).isEmpty();
    assertThat(all.links()).hasSize(1);
    assertThat(all.links().getFirst().causes()).contains("Subscription billing-orders");
    assertThatThrownBy(() -> world.bean(Renders.class).render(World.OWNER, List.of(), null))
        .isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> world.bean(Renders.class).render(World.STRANGER, documents, null))
        .isInstanceOf(MeshException.class);
  }

  @Test
  void rendersTransformsForThoseWhoseSubscriptionItIs() {
    String transform = "{\"/number\":\"/total\"}";
    world.save(
        """
        ---
        {apiVersion: mesh/v1, kind: Subscription, metadata: {name: billing-orders, team: billing}, spec: {application: biller, eventTypes: [orders.order.placed], at: {broker: memory-us}, transform: %s}}
        """
            .formatted(transform));

    RenderDocument all = world.bean(Renders.class).render(World.ADMIN, List.of(), null);
    RenderDocument mine = world.bean(Renders.class).render(World.OWNER, Documents.read(MORE), null);

    assertThat(all.links())
        .filteredOn(link -> link.transform() != null)
        .singleElement()
        .satisfies(link -> assertThat(link.transform()).isEqualTo(transform));
    assertThat(mine.links()).allSatisfy(link -> assertThat(link.transform()).isNull());
  }

  @Test
  void theExportAppliedToAnEmptyInstallationGivesTheSamePlan() throws Exception {
    world.save(MORE);
    String exported = export();
    try (World empty = new World()) {
      empty.save(exported);
      empty.granted();

      PlanDocument there = empty.plan();
      PlanDocument here = world.plan();

      assertThat(there.actions()).isEqualTo(here.actions()).isNotEmpty();
      assertThat(there.blocked()).isEqualTo(here.blocked());
      assertThat(empty.bean(Renders.class).render(World.ADMIN, List.of(), null).brokers())
          .isEqualTo(world.bean(Renders.class).render(World.ADMIN, List.of(), null).brokers());
    }
  }

  private String export() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(
                      URI.create("http://127.0.0.1:%d/api/v1/export".formatted(world.port())))
                  .header("X-Api-Key", World.ADMIN_KEY)
                  .header("Accept", "application/yaml")
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
