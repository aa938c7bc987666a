package io.meshwork.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.Name;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A plan of a scope looks things up; held against looking through everything. */
class ScopedPlanPropertyTests {
  private static final int TRIES = 200;

  @Property(tries = TRIES)
  void fromNothingAScopedPlanMakesExactlyWhatTheScopeAndItsLinksNeed(
      @ForAll long seed, @ForAll long choice) {
    CatalogSnapshot catalog = RandomCatalogs.of(seed, 8).build().build();
    World world = new World();
    DesiredState desired = world.planner.desired(catalog);
    Scope scope = scope(desired, new Random(choice));

    Plan plan = world.planner.plan(desired, world.observe(desired), scope);

    Map<BrokerName, Set<ResourceId>> expected = new TreeMap<>();
    desired
        .brokers()
        .forEach(
            (name, broker) -> {
              Set<ResourceId> needed = needed(name, broker, desired, scope, added(plan));
              if (!needed.isEmpty()) {
                expected.put(name, needed);
              }
            });
    assertThat(created(plan)).isEqualTo(expected);
  }

  @Property(tries = TRIES)
  void whatTheScopeCausesIsInItsPlanAsItIsInTheWholePlan(
      @ForAll long seed, @ForAll long before, @ForAll long choice) {
    World world = new World();
    Plan earlier =
        world.plan(
            RandomCatalogs.of(seed, 6).otherWishes(before).build().build(), new Scope.Mesh());
    DesiredState old =
        world.planner.desired(RandomCatalogs.of(seed, 6).otherWishes(before).build().build());
    world.apply(earlier, old);
    DesiredState desired = world.planner.desired(RandomCatalogs.of(seed, 6).build().build());
    Scope scope = scope(desired, new Random(choice));
    MeshObservation observed = world.observe(desired);

    Plan whole = world.planner.plan(desired, observed, new Scope.Mesh());
    Plan scoped = world.planner.plan(desired, observed, scope);

    Map<Subject, Made> all = made(whole);
    Map<Subject, Made> some = made(scoped);
    assertThat(all).containsAllEntriesOf(some);
    Predicate<Name> contained = contained(desired, scope);
    all.forEach(
        (subject, made) -> {
          if (made.causes().stream().anyMatch(contained)) {
            assertThat(some).containsEntry(subject, made);
          }
        });
  }

  private static Scope scope(DesiredState desired, Random random) {
    List<Name> names = new ArrayList<>(desired.owners().keySet());
    names.addAll(desired.brokers().keySet());
    Collections.shuffle(names, random);
    if (random.nextInt(4) == 0) {
      return new Scope.Team(new TeamName("team-" + random.nextInt(RandomCatalogs.TEAMS)));
    }
    return new Scope.Resources(Causes.of(names.subList(0, 1 + random.nextInt(2))));
  }

  private static Predicate<Name> contained(DesiredState desired, Scope scope) {
    return switch (scope) {
      case Scope.Mesh() -> name -> true;
      case Scope.Team(TeamName team) -> name -> team.equals(desired.owners().get(name));
      case Scope.Resources resources -> name -> resources.names().contains(name);
    };
  }

  private static List<DesiredLink> added(Plan plan) {
    List<DesiredLink> added = new ArrayList<>();
    for (Action action : plan.actions()) {
      if (action instanceof Action.SwitchManifest change) {
        added.addAll(change.added());
      }
    }
    return added;
  }

  /** By looking through every need of every resource. */
  private static Set<ResourceId> needed(
      BrokerName name,
      DesiredBroker broker,
      DesiredState desired,
      Scope scope,
      List<DesiredLink> links) {
    Map<ResourceId, Resource> resources = new HashMap<>();
    broker.rendering().resources().forEach(each -> resources.put(each.id(), each));
    Predicate<Name> contained = contained(desired, scope);
    boolean whole = contained.test(name) || contained.test(broker.region());
    Deque<ResourceId> open = new ArrayDeque<>();
    broker
        .rendering()
        .needs()
        .forEach(
            (id, needs) -> {
              boolean caused =
                  needs.stream()
                      .anyMatch(
                          need ->
                              need.causes().stream().anyMatch(contained)
                                  || links.stream().anyMatch(link -> serves(need, link, name)));
              if (whole || caused) {
                open.add(id);
              }
            });
    Set<ResourceId> found = new TreeSet<>();
    for (ResourceId id = open.poll(); id != null; id = open.poll()) {
      Resource resource = resources.get(id);
      if (resource != null && found.add(id)) {
        open.addAll(resource.dependsOn());
        for (Need need : broker.rendering().needs().get(id)) {
          broker
              .rendering()
              .needs()
              .forEach(
                  (other, needs) -> {
                    if (needs.stream().anyMatch(each -> isChannelOf(each, need))) {
                      open.add(other);
                    }
                  });
        }
      }
    }
    return found;
  }

  private static boolean serves(Need need, DesiredLink link, BrokerName name) {
    boolean into = link.to().broker().equals(name);
    return switch (need) {
      case Need.Channel channel ->
          (into && channel.id().equals(link.to().channel()))
              || (link.from().broker().equals(name) && channel.id().equals(link.from().channel()));
      case Need.Slots slots -> into && slots.group().equals(link.group());
      case Need.Publish ignored -> false;
      case Need.Read ignored -> false;
    };
  }

  private static boolean isChannelOf(Need channel, Need right) {
    ChannelId used =
        switch (right) {
          case Need.Publish publish -> publish.channel();
          case Need.Read read -> read.channel();
          case Need.Channel ignored -> null;
          case Need.Slots ignored -> null;
        };
    return used != null && channel instanceof Need.Channel made && made.id().equals(used);
  }

  private static Map<BrokerName, Set<ResourceId>> created(Plan plan) {
    Map<BrokerName, Set<ResourceId>> created = new TreeMap<>();
    for (Action action : plan.actions()) {
      if (action instanceof Action.CreateResource create) {
        created
            .computeIfAbsent(create.broker(), ignored -> new TreeSet<>())
            .add(create.resource().id());
      }
    }
    return created;
  }

  private static Map<Subject, Made> made(Plan plan) {
    Map<Subject, Made> made = new HashMap<>();
    for (Action action : plan.actions()) {
      if (action instanceof Action.CreateResource create) {
        made.put(
            new Subject(create.broker(), create.resource().id(), Phase.EXPAND),
            new Made(create.resource(), create.terms().causes()));
      } else if (action instanceof Action.ChangeResource change) {
        made.put(
            new Subject(change.broker(), change.to().id(), change.terms().phase()),
            new Made(change.to(), change.terms().causes()));
      }
    }
    return made;
  }

  private record Subject(BrokerName broker, ResourceId resource, Phase phase) {}

  private record Made(Resource resource, Set<Name> causes) {}
}
