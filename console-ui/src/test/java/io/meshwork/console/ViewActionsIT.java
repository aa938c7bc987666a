package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.router.Route;
import io.meshwork.api.Documents;
import io.meshwork.api.PlanScope;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.ApiKeys;
import io.meshwork.controlplane.access.KeyRequest;
import io.meshwork.controlplane.access.Scope;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.ApplyOptions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Grants;
import io.meshwork.controlplane.catalog.Precondition;
import io.meshwork.controlplane.catalog.Verdict;
import io.meshwork.deployment.credential.Credentials;
import io.meshwork.deployment.observation.BrokerHealth;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.deployment.position.Backfills;
import io.meshwork.deployment.run.Deployments;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.model.catalog.SubscriptionLife;
import io.meshwork.model.catalog.TeamRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/**
 * Every view, and every button on it that changes something, with who may and who may not: the view
 * does not offer it to those who may not, and the service behind it refuses them. A view or a
 * button that is in no row here fails.
 */
class ViewActionsIT extends ViewFixture {
  static final Actor READER =
      new Actor(
          "rita",
          "Rita",
          new Actor.Holder.Person(),
          Set.of(),
          Map.of(new TeamName("shop"), TeamRole.READER));

  static final Actor READER_OF_CRM =
      new Actor(
          "ron",
          "Ron",
          new Actor.Holder.Person(),
          Set.of(),
          Map.of(new TeamName("crm"), TeamRole.READER));

  /** Views in which nothing can be changed. */
  private static final List<String> ONLY_SHOWN =
      List.of("map", "links/:id", "dashboard", "audit", "event-types/:name/trace");

  /** Buttons that change nothing: they open, look, or leave. */
  private static final Pattern HARMLESS =
      Pattern.compile(
          "register-event-type|new-subscription|open-map|subscribe|show-more|refresh-events"
              + "|check-drift|refresh-discovered|verify-link|trace-event|compare-revisions|infer|try-filter|try-transform|Upload a schema file|Cancel|Copy|");

  /** One action: where, what, who may, who may not, and what they are refused. */
  record Act(String address, String button, Actor may, Actor mayNot, Consumer<Actor> service) {}

  private static String plan = "";
  private static ChangingActs acts;

  @BeforeAll
  static void world() {
    apply(
        """
        ---
        {apiVersion: mesh/v1, kind: Application, metadata: {name: acts-shop, team: shop}, spec: {principals: {mem-eu: acts-shop}}}
        ---
        {apiVersion: mesh/v1, kind: Application, metadata: {name: acts-crm, team: crm}, spec: {principals: {mem-us: acts-crm}}}
        ---
        {apiVersion: mesh/v1, kind: EventType, metadata: {name: acts.asked, team: shop}, spec: {schema: {format: json-schema, definition: {type: object}}}}
        ---
        {apiVersion: mesh/v1, kind: EventType, metadata: {name: acts.given, team: shop}, spec: {schema: {format: json-schema, definition: {type: object}}}}
        ---
        {apiVersion: mesh/v1, kind: Subscription, metadata: {name: acts-asking, team: crm}, spec: {application: acts-crm, eventTypes: [acts.asked], at: {broker: mem-us}}}
        ---
        {apiVersion: mesh/v1, kind: Subscription, metadata: {name: acts-given, team: crm}, spec: {application: acts-crm, eventTypes: [acts.given], at: {broker: mem-us}}}
        """);
    if (bean(Grants.class).pendingFor(SHOP).stream().anyMatch(view -> view.key().equals(given()))) {
      bean(Grants.class).approve(SHOP, given(), Verdict.PLAIN);
    }
    bean(ApiKeys.class)
        .issue(
            ADMIN,
            new ApplicationName("acts-shop"),
            new KeyRequest("acts", Set.of(Scope.READ), null));
    plan =
        bean(Plans.class)
            .compute(
                SHOP,
                new PlanScope(new TeamName("shop"), null),
                Documents.read(
                    """
                    ---
                    {apiVersion: mesh/v1, kind: Publication, metadata: {name: acts-pub, team: shop}, spec: {application: acts-shop, eventType: acts.asked, broker: mem-eu}}
                    """))
            .id()
            .toString();
    ProvisioningActs.world();
    CustodyActs.world();
    acts = new ChangingActs(ADMIN);
  }

  static void apply(String yaml) {
    bean(ApplyDocuments.class).apply(ADMIN, Documents.read(yaml), ApplyOptions.PLAIN);
  }

  private static GrantKey asked() {
    return new GrantKey(new SubscriptionName("acts-asking"), new EventTypeName("acts.asked"));
  }

  private static GrantKey given() {
    return new GrantKey(new SubscriptionName("acts-given"), new EventTypeName("acts.given"));
  }

  /** The rows: every route with an address of it and what can be changed there. */
  private static Map<String, List<Act>> views() {
    Map<String, List<Act>> views = new LinkedHashMap<>();
    views.put(
        "",
        with(
            List.of(grant("", "approve-", READER), grant("", "reject-", READER)),
            CustodyActs.ofHome()));
    views.put("event-types", List.of());
    views.put(
        "event-types/new",
        List.of(
            new Act(
                "event-types/new",
                "register-save",
                SHOP,
                READER,
                actor ->
                    put(
                        actor,
                        "{apiVersion: mesh/v1, kind: EventType, metadata: {name: acts.new, team: shop}, spec: {schema: {format: json-schema, definition: {type: object}}}}"))));
    views.put("event-types/:name", with(ofEventType(), CustodyActs.ofEventType()));
    views.put("subscriptions", List.of());
    views.put(
        "subscriptions/new",
        List.of(
            new Act(
                "subscriptions/new",
                "subscribe-save",
                SHOP,
                READER,
                actor ->
                    put(
                        actor,
                        "{apiVersion: mesh/v1, kind: Subscription, metadata: {name: acts-new, team: shop}, spec: {application: acts-shop, eventTypes: [acts.asked], at: {broker: mem-eu}}}"))));
    views.put("subscriptions/:name", with(ofSubscription(), CustodyActs.ofSubscription()));
    views.put(
        "applications",
        List.of(
            new Act(
                "applications",
                "new-application",
                SHOP,
                READER,
                actor ->
                    put(
                        actor,
                        "{apiVersion: mesh/v1, kind: Application, metadata: {name: acts-new, team: shop}, spec: {}}"))));
    views.put("applications/:name", with(ofApplication(), CustodyActs.ofApplication()));
    views.put("grants", List.of(grant("grants", "approve-", CRM), grant("grants", "reject-", CRM)));
    ONLY_SHOWN.forEach(only -> views.put(only, List.of()));
    views.put("brokers", with(ofBrokers(), CustodyActs.ofBrokers()));
    views.put("brokers/:name/discovered", CustodyActs.ofDiscovered());
    views.put("provisioning", ProvisioningActs.ofProvisioning());
    views.put("provisioning/plans/:id", ofPlan());
    views.put("provisioning/revisions/:range", ProvisioningActs.ofRevisions());
    views.put("provisioning/deployments/:id", acts.ofDeployment(SHOP, READER));
    return views;
  }

  private static List<Act> with(List<Act> acts, List<Act> more) {
    List<Act> all = new ArrayList<>(acts);
    all.addAll(more);
    return all;
  }

  private static List<Act> ofPlan() {
    List<Act> all = new ArrayList<>();
    all.add(
        new Act(
            "provisioning/plans/" + plan,
            "apply-plan",
            SHOP,
            READER,
            actor -> bean(Deployments.class).start(actor, UUID.fromString(plan))));
    all.addAll(acts.ofPlan(ADMIN, SHOP, READER));
    return all;
  }

  private static List<Act> ofEventType() {
    return List.of(
        new Act(
            "event-types/acts.asked",
            "retire",
            SHOP,
            CRM,
            actor ->
                bean(Catalog.class)
                    .retire(actor, new EventTypeName("acts.asked"), Precondition.NONE)),
        grant("event-types/acts.asked", "approve-", READER),
        grant("event-types/acts.asked", "reject-", READER),
        new Act(
            "event-types/acts.given",
            "revoke-",
            SHOP,
            READER,
            actor -> bean(Grants.class).revoke(actor, given(), Verdict.PLAIN)));
  }

  private static Act grant(String address, String button, Actor mayNot) {
    return new Act(
        address,
        button,
        SHOP,
        mayNot,
        actor -> {
          if (button.equals("approve-")) {
            bean(Grants.class).approve(actor, asked(), Verdict.PLAIN);
          } else {
            bean(Grants.class).reject(actor, asked(), Verdict.PLAIN);
          }
        });
  }

  private static List<Act> ofSubscription() {
    SubscriptionName name = new SubscriptionName("acts-asking");
    return List.of(
        new Act(
            "subscriptions/acts-asking",
            "pause",
            CRM,
            SHOP,
            actor -> bean(Catalog.class).setLife(actor, name, SubscriptionLife.PAUSED)),
        new Act(
            "subscriptions/acts-asking",
            "backfill",
            CRM,
            SHOP,
            actor -> bean(Backfills.class).order(actor, name, new StartAt.Earliest(), "Acts.")),
        new Act(
            "subscriptions/acts-asking",
            "retire",
            CRM,
            SHOP,
            actor -> bean(Catalog.class).retire(actor, name, Precondition.NONE)),
        new Act(
            "subscriptions/acts-asking",
            "approve-",
            SHOP,
            CRM,
            actor -> bean(Grants.class).approve(actor, asked(), Verdict.PLAIN)),
        new Act(
            "subscriptions/acts-asking",
            "reject-",
            SHOP,
            CRM,
            actor -> bean(Grants.class).reject(actor, asked(), Verdict.PLAIN)));
  }

  private static List<Act> ofApplication() {
    ApplicationName name = new ApplicationName("acts-shop");
    return List.of(
        new Act(
            "applications/acts-shop",
            "retire",
            SHOP,
            READER,
            actor -> bean(Catalog.class).retire(actor, name, Precondition.NONE)),
        new Act(
            "applications/acts-shop",
            "make-key",
            SHOP,
            READER,
            actor -> bean(ApiKeys.class).issue(actor, name, new KeyRequest("x", Set.of(), null))),
        new Act(
            "applications/acts-shop",
            "make-credential",
            SHOP,
            READER,
            actor -> bean(Credentials.class).issue(actor, name, new BrokerName("mem-eu"))),
        new Act(
            "applications/acts-shop",
            "revoke-key-",
            SHOP,
            READER,
            actor -> bean(ApiKeys.class).revoke(actor, name, UUID.randomUUID())));
  }

  private static List<Act> ofBrokers() {
    String document =
        "{apiVersion: mesh/v1, kind: Broker, metadata: {name: mem-eu}, spec: {transport: memory, region: eu, settings: {broker: console-eu}}}";
    return List.of(
        new Act("brokers", "add-broker", ADMIN, SHOP, actor -> put(actor, document)),
        new Act("brokers", "edit-", ADMIN, SHOP, actor -> put(actor, document)),
        new Act(
            "brokers",
            "probe-",
            ADMIN,
            SHOP,
            actor -> bean(BrokerHealth.class).probe(actor, new BrokerName("mem-eu"))));
  }

  private static void put(Actor actor, String document) {
    bean(Catalog.class)
        .put(actor, Documents.read("---\n" + document).getFirst(), Precondition.NONE);
  }

  @Test
  void everyViewHasARow() {
    ClassPathScanningCandidateComponentProvider scan =
        new ClassPathScanningCandidateComponentProvider(false);
    scan.addIncludeFilter(new AnnotationTypeFilter(Route.class));
    Set<String> routes = new TreeSet<>();
    scan.findCandidateComponents("io.meshwork.console")
        .forEach(view -> routes.add(route(Objects.requireNonNull(view.getBeanClassName()))));

    assertThat(views().keySet()).containsExactlyInAnyOrderElementsOf(routes);
  }

  private static String route(String view) {
    try {
      return Class.forName(view).getAnnotation(Route.class).value();
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatMayBeDoneIsOfferedAndWhatMayNotIsNeitherOfferedNorDone() {
    List<String> wrong = new ArrayList<>();
    views().values().stream()
        .flatMap(List::stream)
        .forEach(
            act -> {
              String what = "%s on %s".formatted(act.button(), act.address());
              open(act.may(), act.address());
              if (buttons().stream().noneMatch(button -> is(button, act))) {
                wrong.add(what + " is not offered to " + act.may().subject());
              }
              open(act.mayNot(), act.address());
              if (buttons().stream().anyMatch(button -> is(button, act) && button.isEnabled())) {
                wrong.add(what + " is offered to " + act.mayNot().subject());
              }
              Throwable refused = catchThrowable(() -> act.service().accept(act.mayNot()));
              if (!isRefusal(refused)) {
                wrong.add(
                    "%s is not refused to %s: %s".formatted(what, act.mayNot().subject(), refused));
              }
            });

    assertThat(wrong).isEmpty();
  }

  private static boolean isRefusal(Throwable thrown) {
    return thrown instanceof MeshException refused
        && (refused.code() == AccessError.FORBIDDEN || refused.code() == AccessError.NOT_FOUND);
  }

  @Test
  void everyButtonIsInARowOrChangesNothing() {
    Set<String> unknown = new TreeSet<>();
    Map<String, List<Act>> views = views();
    views.forEach(
        (route, acts) -> {
          Set<String> addresses = new TreeSet<>();
          acts.forEach(act -> addresses.add(act.address()));
          if (acts.isEmpty()) {
            addresses.add(route.replace(":id", plan));
          }
          addresses.forEach(
              address ->
                  List.of(SHOP, CRM, ADMIN)
                      .forEach(actor -> unknown.addAll(unknown(actor, address, acts))));
        });

    assertThat(unknown).isEmpty();
  }

  private List<String> unknown(Actor actor, String address, List<Act> acts) {
    open(actor, address);
    return buttons().stream()
        .filter(button -> acts.stream().noneMatch(act -> is(button, act)))
        .map(ViewActionsIT::title)
        .filter(title -> !HARMLESS.matcher(title).matches())
        .map(title -> title + " on " + address)
        .toList();
  }

  private static boolean is(Button button, Act act) {
    String id = button.getId().orElse("");
    return act.button().endsWith("-") ? id.startsWith(act.button()) : id.equals(act.button());
  }

  private static String title(Button button) {
    return button.getId().orElse(button.getText());
  }

  private static List<Button> buttons() {
    List<Button> found = new ArrayList<>();
    collect(UI.getCurrent(), found);
    return found;
  }

  private static void collect(Component component, List<Button> found) {
    if (component instanceof Button button) {
      found.add(button);
    }
    component.getChildren().forEach(child -> collect(child, found));
  }
}
