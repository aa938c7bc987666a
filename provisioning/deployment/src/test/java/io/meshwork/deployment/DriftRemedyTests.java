package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.DriftDocument.DriftedResource;
import io.meshwork.api.DriftDocument.Finding;
import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.drift.Drift;
import io.meshwork.deployment.drift.DriftRemedies;
import io.meshwork.deployment.drift.DriftRemedies.Remedy;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ErrorCode;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.TeamRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriftRemedyTests {
  private static final String EU = "memory-eu";
  private static final ChannelAddress ENTRY = new ChannelAddress("orders.order.placed");
  private static final String TOPIC = "topic " + ENTRY;

  private World world;
  private DriftRemedies remedies;

  @BeforeEach
  void start() {
    world = new World().withPublisher("none").withSubscription("").granted();
    world.apply(world.plan());
    remedies = world.bean(DriftRemedies.class);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private List<DriftedResource> drift() {
    return world.bean(Drift.class).check(World.ADMIN).resources();
  }

  private void shorten(Duration retention) {
    world.eu().foreigner().changeRetention(ENTRY, retention);
    assertThat(drift())
        .singleElement()
        .satisfies(found -> assertThat(found.finding()).isEqualTo(Finding.CHANGED));
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(MeshException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void saysSinceWhenItDiffersFromLookToLookAndServerToServer() {
    shorten(Duration.ofHours(1));
    Instant first = drift().getFirst().since();

    world.eu().foreigner().changeRetention(ENTRY, Duration.ofHours(2));

    assertThat(drift()).extracting(DriftedResource::since).containsExactly(first);
    world.server();
    assertThat(drift()).extracting(DriftedResource::since).containsExactly(first);
    world.apply(world.bean(DriftRemedies.class).repair(World.ADMIN, EU, TOPIC));
    assertThat(drift()).isEmpty();
    world.eu().foreigner().changeRetention(ENTRY, Duration.ofHours(3));
    assertThat(drift()).singleElement().satisfies(it -> assertThat(it.since()).isAfter(first));
  }

  @Test
  void offersWhatTheServiceWouldNotRefuse() {
    shorten(Duration.ofHours(1));

    assertThat(offered(World.ADMIN)).containsExactlyInAnyOrder(Remedy.values());
    assertThat(offered(World.person("rita", "orders", TeamRole.READER))).isEmpty();
    assertThat(offered(World.STRANGER)).isEmpty();
    assertThat(offered(World.OWNER)).contains(Remedy.ACCEPT);
    world.eu().foreigner().recreateTopic(ENTRY);
    assertThat(drift()).isNotEmpty();
    assertThat(offered(World.ADMIN)).doesNotContain(Remedy.ACCEPT);
  }

  private Set<Remedy> offered(Actor actor) {
    return remedies.offered(actor, drift()).values().stream()
        .flatMap(Set::stream)
        .collect(Collectors.toSet());
  }

  @Test
  void repairingBringsBackWhatTheCatalogAsksFor() {
    shorten(Duration.ofHours(1));

    PlanDocument plan = remedies.repair(World.ADMIN, EU, TOPIC);

    assertThat(plan.actions())
        .singleElement()
        .satisfies(action -> assertThat(action.verb()).isEqualTo("change"));
    assertThat(world.apply(plan).state()).isEqualTo(DeploymentDocument.State.APPLIED);
    assertThat(drift()).isEmpty();
  }

  @Test
  void acceptingChangesTheEventTypeAndEverythingElseFollows() {
    shorten(Duration.ofHours(200));

    remedies.accept(World.OWNER, EU, TOPIC);

    assertThat(
            world
                .bean(Catalog.class)
                .get(World.OWNER, World.TYPE)
                .spec(EventTypeSpec.class)
                .retention())
        .isEqualTo(Duration.ofHours(200));
    PlanDocument plan = world.plan();
    assertThat(plan.actions())
        .singleElement()
        .satisfies(action -> assertThat(action.broker()).isEqualTo("memory-us"));
    world.apply(plan);
    assertThat(world.plan().state()).isEqualTo(PlanDocument.State.EMPTY);
    assertThat(drift()).as("what was accepted differs no more").isEmpty();
  }

  @Test
  void onlyTheOwnerAcceptsAndOnlyWhatIsStillOurs() {
    shorten(Duration.ofHours(200));
    assertRefused(AccessError.NOT_FOUND, () -> remedies.accept(World.STRANGER, EU, TOPIC));

    world.eu().foreigner().recreateTopic(ENTRY);
    assertThat(drift()).extracting(DriftedResource::finding).containsExactly(Finding.REPLACED);
    assertRefused(DeploymentError.CANNOT_ACCEPT, () -> remedies.accept(World.OWNER, EU, TOPIC));
  }

  @Test
  void ignoringIsForThisFindingAndForAWhile() {
    shorten(Duration.ofHours(1));
    Instant later = Instant.now().plus(Duration.ofDays(7));

    remedies.ignore(World.OWNER, EU, TOPIC, "an experiment", later);

    assertThat(drift())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.ignored()).isNotNull();
              assertThat(found.ignored().reason()).isEqualTo("an experiment");
              assertThat(found.ignored().by()).isEqualTo(World.OWNER.subject());
            });
    world.eu().foreigner().changeRetention(ENTRY, Duration.ofMinutes(5));
    assertThat(drift())
        .as("more drift is news")
        .singleElement()
        .satisfies(found -> assertThat(found.ignored()).isNull());
  }

  @Test
  void ignoringEndsWhenSomebodyNotices() {
    shorten(Duration.ofHours(1));
    remedies.ignore(
        World.OWNER, EU, TOPIC, "an experiment", Instant.now().plus(Duration.ofDays(1)));

    remedies.notice(World.OWNER, EU, TOPIC);

    assertThat(drift()).singleElement().satisfies(found -> assertThat(found.ignored()).isNull());
  }

  @Test
  void ignoringNeedsAReasonAndAnEndWithinAYear() {
    shorten(Duration.ofHours(1));
    Instant now = Instant.now();

    assertRefused(
        DeploymentError.INVALID_ALLOWANCE,
        () -> remedies.ignore(World.OWNER, EU, TOPIC, " ", now.plusSeconds(60)));
    assertRefused(
        DeploymentError.INVALID_ALLOWANCE,
        () -> remedies.ignore(World.OWNER, EU, TOPIC, "x", now.minusSeconds(60)));
    assertRefused(
        DeploymentError.INVALID_ALLOWANCE,
        () -> remedies.ignore(World.OWNER, EU, TOPIC, "x", now.plus(Duration.ofDays(500))));
    assertRefused(
        AccessError.NOT_FOUND,
        () -> remedies.ignore(World.OWNER, EU, "topic other", "x", now.plusSeconds(60)));
  }

  @Test
  void whatOthersMadeIsTakenOverByNameAndGivenBackInTheEnd() {
    world.eu().foreigner().recreateTopic(ENTRY);
    assertThat(world.plan().state()).isEqualTo(PlanDocument.State.BLOCKED);
    PlanAllowances adopt =
        new PlanAllowances(List.of(new PlanAllowances.Named(EU, TOPIC, null)), null);
    assertRefused(
        AccessError.FORBIDDEN,
        () ->
            world
                .bean(Plans.class)
                .compute(
                    World.OWNER,
                    new PlanScope(new io.meshwork.model.TeamName("orders"), null),
                    List.of(),
                    adopt));

    PlanDocument plan =
        world.bean(Plans.class).compute(World.ADMIN, PlanScope.MESH, List.of(), adopt);

    assertThat(plan.actions()).extracting(PlanDocument.ActionDocument::verb).contains("adopt");
    assertThat(world.apply(plan).problem()).isNull();
    assertThat(world.plan().state()).isEqualTo(PlanDocument.State.EMPTY);
    assertThat(drift()).isEmpty();
  }
}
