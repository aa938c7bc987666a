package io.meshwork.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.transport.spi.ConsumerGroup;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Traffic;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContractTests {
  private static final String TYPE = "orders.order.placed";
  private static final BrokerName EU = new BrokerName("kafka-eu");
  private static final BrokerName US = new BrokerName("kafka-us");
  private static final ResourceId TOPIC = new ResourceId("topic", TYPE);
  private static final ResourceId ARRIVAL = new ResourceId("topic", TYPE + ".from.kafka-eu");
  private static final SubscriptionName REPORT = new SubscriptionName("daily-report");

  private final World world = new World();
  private final CatalogFixture catalog =
      CatalogFixture.twoRegions()
          .withPublication("shop-eu", "shop", TYPE, "kafka-eu")
          .withSubscription("daily-report", "reports", "kafka-us", TYPE);

  private Plan ended() {
    world.apply(catalog);
    return world.plan(catalog.withoutSubscription("daily-report"));
  }

  @Test
  void whatNobodyAsksForAnyMoreIsDeletedLastAndAfterTheSwitch() {
    Plan plan = ended();

    assertThat(plan.isApplicable()).isTrue();
    assertThat(plan.isSafe()).isFalse();
    assertThat(plan.withoutContract().actions())
        .hasSize(plan.actions().size() - 1)
        .noneMatch(action -> action.terms().phase() == Phase.CONTRACT);
    assertThat(plan.actions().getLast())
        .isInstanceOfSatisfying(
            Action.DeleteResource.class,
            delete -> {
              assertThat(delete.broker()).isEqualTo(US);
              assertThat(delete.resource().id()).isEqualTo(ARRIVAL);
              assertThat(delete.terms().phase()).isEqualTo(Phase.CONTRACT);
              assertThat(delete.terms().dependsOn()).containsExactly(0);
              assertThat(plan.actions().getFirst()).isInstanceOf(Action.SwitchManifest.class);
            });
  }

  @Test
  void aDeletionSaysWhatIsLostAndWhoReads() {
    world.apply(catalog);
    ConsumerGroup group = new ConsumerGroup("audit", new ChannelAddress(ARRIVAL.name()), 2, 120);
    world.put(US, world.on(US).get(ARRIVAL).resource(), new Ownership.Ours(), List.of(group));
    world.know(US, new Particulars(Map.of(ARRIVAL, new Traffic(5000, 7, 90)), Set.of(), Set.of()));

    Action last = world.plan(catalog.withoutSubscription("daily-report")).actions().getLast();

    assertThat(last.terms().reversibility()).isEqualTo(Reversibility.IRREVERSIBLE);
    assertThat(last.terms().consequence())
        .contains("5000 events", "90 of them", "group 'audit' (2 members, lag 120)");
  }

  @Test
  void deletingAnEmptyChannelLosesNothing() {
    world.apply(catalog);
    world.know(US, new Particulars(Map.of(ARRIVAL, Traffic.NONE), Set.of(), Set.of()));

    Action last = world.plan(catalog.withoutSubscription("daily-report")).actions().getLast();

    assertThat(last.terms().reversibility()).isEqualTo(Reversibility.COMPENSATED);
    assertThat(last.terms().consequence()).contains("no event is lost");
  }

  @Test
  void whatWaitsToBeDeletedIsNotPlannedAgain() {
    Plan plan = ended();
    world.apply(plan.withoutContract(), world.planner.desired(catalog.build()));
    world.know(
        US, new Particulars(Map.of(), Set.of(), Set.of(new Particulars.Pending(ARRIVAL, null))));

    assertThat(world.plan(catalog).isEmpty()).isTrue();
  }

  @Test
  void whatOthersMadeIsGivenBackAndNeverDeleted() {
    world.apply(catalog);
    world.know(US, new Particulars(Map.of(), Set.of(ARRIVAL), Set.of()));

    Plan plan = world.plan(catalog.withoutSubscription("daily-report"));

    assertThat(plan.actions()).noneMatch(Action.DeleteResource.class::isInstance);
    assertThat(plan.actions().getLast()).isInstanceOf(Action.ReleaseResource.class);
    world.apply(plan, world.planner.desired(catalog.build()));
    assertThat(world.on(US).get(ARRIVAL).ownership()).isInstanceOf(Ownership.Foreign.class);
  }

  @Test
  void relaysPositionsOutliveTheirLinksUnlessForced() {
    Plan plan = ended();

    assertThat(plan.kept()).extracting(kept -> kept.resource().kind()).contains("slots", "ledger");
    ResourceId slots =
        plan.kept().stream()
            .map(Kept::resource)
            .filter(id -> id.kind().equals("slots"))
            .findFirst()
            .orElseThrow();
    DesiredState desired = world.planner.desired(catalog.build());
    Plan forced =
        world.planner.plan(
            desired,
            world.observe(desired),
            new Scope.Mesh(),
            new Allowances(Set.of(), Set.of(new Allowances.Place(US, slots))));
    assertThat(forced.actions())
        .filteredOn(Action.DeleteResource.class::isInstance)
        .extracting(action -> ((Action.DeleteResource) action).resource().id())
        .contains(slots);
  }

  @Test
  void aCutOfRetentionWaitsForItsContractPhaseAndNamesTheReaders() {
    world.apply(catalog);
    ConsumerGroup group = new ConsumerGroup("audit", new ChannelAddress(TYPE), 2, 120);
    world.put(EU, world.on(EU).get(TOPIC).resource(), new Ownership.Ours(), List.of(group));

    catalog.withEventType(TYPE, "orders", type -> type.retention(Duration.ofDays(1)));
    Plan plan = world.plan(catalog);

    assertThat(plan.isApplicable()).isTrue();
    assertThat(plan.isSafe()).isFalse();
    assertThat(plan.actions())
        .hasSize(2)
        .allSatisfy(
            action -> {
              assertThat(action.terms().phase()).isEqualTo(Phase.CONTRACT);
              assertThat(action.terms().reversibility()).isEqualTo(Reversibility.IRREVERSIBLE);
            });
    Action.ChangeResource atEu = (Action.ChangeResource) plan.actions().getFirst();
    assertThat(atEu.changes()).containsExactly(new AttributeChange("retention", "PT168H", "PT24H"));
    assertThat(atEu.terms().consequence()).contains("group 'audit' (2 members, lag 120)");
    assertThat(atEu.terms().causes()).containsExactly(new EventTypeName(TYPE));
  }

  @Test
  void aCutThatWaitsIsNotPlannedAgainAndACutAnewIs() {
    world.apply(catalog);
    catalog.withEventType(TYPE, "orders", type -> type.retention(Duration.ofDays(1)));
    Action.ChangeResource cut = (Action.ChangeResource) world.plan(catalog).actions().getFirst();
    world.know(
        EU,
        new Particulars(
            Map.of(), Set.of(), Set.of(new Particulars.Pending(TOPIC, cut.to().attributes()))));

    assertThat(world.plan(catalog).brokers()).containsExactly(US);
    catalog.withEventType(TYPE, "orders", type -> type.retention(Duration.ofDays(2)));
    assertThat(world.plan(catalog).brokers()).containsExactly(EU, US);
  }

  @Test
  void morePartitionsAreBlockedUntilForcedByName() {
    world.apply(catalog);
    catalog.withEventType(TYPE, "orders", type -> type.partitions(6));
    DesiredState desired = world.planner.desired(catalog.build());
    Plan blocked = world.plan(catalog);

    assertThat(blocked.blocked())
        .hasSize(2)
        .allSatisfy(each -> assertThat(each.isForcible()).isTrue());
    Plan half = forced(desired, EU);
    assertThat(half.blocked())
        .singleElement()
        .satisfies(it -> assertThat(it.broker()).isEqualTo(US));
    Plan whole = forced(desired, EU, US);
    assertThat(whole.isApplicable()).isTrue();
    assertThat(whole.isSafe()).isFalse();
    assertThat(whole.actions())
        .filteredOn(Action.ChangeResource.class::isInstance)
        .hasSize(2)
        .allSatisfy(
            action -> {
              assertThat(action.terms().reversibility()).isEqualTo(Reversibility.IRREVERSIBLE);
              assertThat(action.terms().consequence()).contains("another partition");
            });
  }

  @Test
  void aCutOfRetentionWaitsThoughMorePartitionsAreForced() {
    world.apply(catalog);
    catalog.withEventType(TYPE, "orders", type -> type.partitions(6).retention(Duration.ofDays(1)));
    Plan plan = forced(world.planner.desired(catalog.build()), EU, US);

    List<Action.ChangeResource> atEu =
        plan.actions().stream()
            .filter(Action.ChangeResource.class::isInstance)
            .map(Action.ChangeResource.class::cast)
            .filter(change -> change.broker().equals(EU))
            .toList();
    assertThat(atEu)
        .extracting(change -> change.terms().phase())
        .containsExactly(Phase.EXPAND, Phase.CONTRACT);
    assertThat(atEu.getFirst().changes())
        .extracting(AttributeChange::name)
        .containsExactly("partitions");
    assertThat(atEu.getFirst().terms().consequence()).contains("another partition");
    assertThat(atEu.getLast().changes())
        .containsExactly(new AttributeChange("retention", "PT168H", "PT24H"));
    assertThat(atEu.getLast().from()).isEqualTo(atEu.getFirst().to());
    assertThat(atEu.getLast().terms().consequence()).contains("are deleted");
  }

  @Test
  void aForcedReplacementDeletesAndMakesAnew() {
    world.apply(catalog);
    catalog.withEventType(TYPE, "orders", type -> type.partitions(2));
    DesiredState desired = world.planner.desired(catalog.build());

    Plan plan = forced(desired, EU, US);

    assertThat(plan.isApplicable()).isTrue();
    assertThat(plan.actions().get(0)).isInstanceOf(Action.DeleteResource.class);
    assertThat(plan.actions().get(1)).isInstanceOf(Action.CreateResource.class);
    assertThat(plan.actions().get(1).terms().dependsOn()).containsExactly(0);
    world.apply(plan, desired);
    assertThat(world.plan(catalog).isEmpty()).isTrue();
  }

  private Plan forced(DesiredState desired, BrokerName... brokers) {
    Set<Allowances.Place> places = new HashSet<>();
    for (BrokerName broker : brokers) {
      places.add(new Allowances.Place(broker, broker.equals(EU) ? TOPIC : ARRIVAL));
    }
    return world.planner.plan(
        desired, world.observe(desired), new Scope.Mesh(), new Allowances(Set.of(), places));
  }

  // --- Undo ---------------------------------------------------------------------------------

  private Plan undo(Plan plan, Scope scope) {
    DesiredState desired = world.planner.desired(catalog.build());
    return world.planner.undo(
        Deeds.of(plan), desired, world.observe(desired), scope, Allowances.NONE);
  }

  @Test
  void undoingAFirstPlanLeavesNothing() {
    Plan plan = world.apply(catalog);

    Plan undo = undo(plan, new Scope.Mesh());

    assertThat(undo.isApplicable()).isTrue();
    world.apply(undo, world.planner.desired(catalog.build()));
    assertThat(world.on(EU)).isEmpty();
    assertThat(world.on(US)).isEmpty();
    assertThat(world.manifests().values()).allMatch(manifest -> manifest.links().isEmpty());
    assertThat(undo(plan, new Scope.Mesh()).actions()).as("once is enough").isEmpty();
  }

  @Test
  void undoingBringsLinksAndAccessBackAndWhatWasDeletedEmpty() {
    world.apply(catalog);
    var before = Set.copyOf(world.on(US).keySet());
    var manifest = world.manifests().get(new io.meshwork.model.RegionName("us"));
    Plan plan = world.apply(catalog.withoutSubscription("daily-report"));

    Plan undo = undo(plan, new Scope.Mesh());

    assertThat(undo.actions())
        .filteredOn(
            action ->
                action instanceof Action.CreateResource create
                    && create.resource().id().equals(ARRIVAL))
        .singleElement()
        .satisfies(
            action -> {
              assertThat(action.terms().reversibility()).isEqualTo(Reversibility.COMPENSATED);
              assertThat(action.terms().consequence()).contains("anew and empty");
            });
    world.apply(undo, world.planner.desired(catalog.build()));
    assertThat(world.on(US).keySet()).isEqualTo(before);
    assertThat(world.manifests().get(new io.meshwork.model.RegionName("us"))).isEqualTo(manifest);
  }

  @Test
  void undoingLeavesWhatOthersHaveComeToNeed() {
    Plan first =
        world.apply(
            catalog, Scope.Resources.of(REPORT, new io.meshwork.model.PublicationName("shop-eu")));
    catalog.withSubscription("second", "reports", "kafka-us", TYPE);
    world.apply(catalog, Scope.Resources.of(new SubscriptionName("second")));

    Plan undo = undo(first, Scope.Resources.of(REPORT));
    world.apply(undo, world.planner.desired(catalog.build()));

    assertThat(world.on(US)).containsKey(ARRIVAL);
    assertThat(world.served()).containsExactly(new SubscriptionName("second"));
  }

  @Test
  void undoingAPlanOfTheWholeMeshLeavesWhatOthersHaveComeToRead() {
    CatalogFixture small =
        CatalogFixture.twoRegions().withPublication("shop-eu", "shop", TYPE, "kafka-eu");
    Plan first = world.apply(small);
    small.withSubscription("auditor", "reports", "kafka-eu", TYPE);
    Plan second = world.apply(small, Scope.Resources.of(new SubscriptionName("auditor")));
    DesiredState desired = world.planner.desired(small.build());

    Plan undo =
        world.planner.undo(
            Deeds.of(first), desired, world.observe(desired), new Scope.Mesh(), Allowances.NONE);
    world.apply(undo, desired);

    assertThat(undo.actions()).as("what was only the first one's goes").isNotEmpty();
    assertThat(world.on(EU)).containsKey(TOPIC);
    assertThat(second.actions())
        .filteredOn(Action.CreateResource.class::isInstance)
        .isNotEmpty()
        .allSatisfy(
            action ->
                assertThat(world.on(EU))
                    .containsKey(((Action.CreateResource) action).resource().id()));
  }

  @Test
  void undoingNamesWhatWasChangedSinceAndLeavesWhatIsNotOurs() {
    world.apply(catalog);
    catalog.withEventType(TYPE, "orders", type -> type.retention(Duration.ofDays(9)));
    Plan plan = world.apply(catalog);
    catalog.withEventType(TYPE, "orders", type -> type.retention(Duration.ofDays(10)));
    world.apply(catalog);
    world.put(US, world.on(US).get(ARRIVAL).resource(), new Ownership.Foreign(), List.of());

    Plan undo = undo(plan, new Scope.Mesh());

    assertThat(undo.actions()).isEmpty();
    assertThat(undo.blocked())
        .singleElement()
        .satisfies(
            blocked -> {
              assertThat(blocked.code()).isEqualTo(Blocked.Code.CANNOT_COME_BACK);
              assertThat(blocked.broker()).isEqualTo(EU);
              assertThat(blocked.reason()).contains("changed again");
            });
  }

  @Test
  void undoingALongerRetentionCutsItAgainInTheContractPhase() {
    world.apply(catalog);
    catalog.withEventType(TYPE, "orders", type -> type.retention(Duration.ofDays(9)));
    Plan plan = world.apply(catalog);

    Plan undo = undo(plan, new Scope.Mesh());

    assertThat(undo.actions())
        .hasSize(2)
        .allMatch(action -> action.terms().phase() == Phase.CONTRACT);
  }

  @Test
  void undoingWaitsForBrokersThatAreAway() {
    Plan plan = world.apply(catalog);
    world.loseContact("kafka-us");

    assertThat(undo(plan, new Scope.Mesh()).blocked())
        .extracting(Blocked::code)
        .containsExactly(Blocked.Code.BROKER_AWAY);
  }
}
