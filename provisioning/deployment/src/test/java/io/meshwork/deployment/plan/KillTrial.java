package io.meshwork.deployment.plan;

import io.meshwork.deployment.execution.Ending;
import io.meshwork.deployment.execution.Patience;
import io.meshwork.deployment.execution.PlanExecution;
import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.execution.StepJournal;
import io.meshwork.deployment.execution.StopSignal;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.Revision;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.planner.Allowances;
import io.meshwork.planner.AppliedManifest;
import io.meshwork.planner.BrokerView;
import io.meshwork.planner.Deed;
import io.meshwork.planner.Demand;
import io.meshwork.planner.DesiredBroker;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.DesiredState;
import io.meshwork.planner.LinkEnd;
import io.meshwork.planner.LinkKind;
import io.meshwork.planner.MeshObservation;
import io.meshwork.planner.Plan;
import io.meshwork.planner.Planner;
import io.meshwork.planner.Runners;
import io.meshwork.planner.Scope;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One trial: brokers that hold something of ours and something of others, a plan of every kind of
 * action, a fault at one operation, and then either the rest of the plan or its undoing. Says what
 * the brokers and the manifest hold in the end, in words.
 */
final class KillTrial {
  static final RegionName REGION = new RegionName("us");

  private final Ground ground;
  private final String prefix;
  private final int share;
  private final Duration call;
  private final TreeMap<LinkId, DesiredLink> manifest = new TreeMap<>();
  private final Map<BrokerName, Set<ResourceId>> known = new TreeMap<>();
  private final Set<Integer> begun = new TreeSet<>();
  private final Set<Integer> done = new TreeSet<>();

  /**
   * @param share how many of each kind of action each broker gets
   * @param call how long a call may take before it counts as hung
   */
  KillTrial(Ground ground, String prefix, int share, Duration call) {
    this.ground = ground;
    this.prefix = prefix;
    this.share = share;
    this.call = call;
    for (BrokerName broker : ground.brokers()) {
      List<Operation> old = new ArrayList<>();
      for (int i = 0; i < share; i++) {
        old.add(new Operation.Create(topic("grows", i, 24)));
        old.add(new Operation.Create(topic("goes", i, 24)));
        old.add(new Operation.Create(topic("kept", i, 24)));
        old.add(new Operation.Create(ground.rule("leaver" + i, topic("kept", i, 24))));
        ground.foreign(broker, topic("foreign", i, 24));
        ground.foreign(broker, topic("taken", i, 24));
      }
      run(broker, old);
    }
    manifest.put(link("old", 1).id(), link("old", 1));
    manifest.put(link("moved", 1).id(), link("moved", 1));
  }

  private void run(BrokerName broker, List<Operation> operations) {
    try (Deployer deployer = ground.deployer(broker)) {
      for (int i = 0; i < operations.size(); i += Deployer.MAX_BATCH) {
        List<Operation> batch =
            operations.subList(i, Math.min(operations.size(), i + Deployer.MAX_BATCH));
        for (Outcome outcome : deployer.execute(new ArrayList<>(batch))) {
          if (!(outcome instanceof Outcome.Done)) {
            throw new AssertionError(outcome);
          }
        }
      }
      operations.forEach(each -> know(broker, each.id()));
    }
  }

  private Resource topic(String what, int number, int hours) {
    return ground.topic("%s.%s%d".formatted(prefix, what, number), hours);
  }

  private void know(BrokerName broker, ResourceId id) {
    known.computeIfAbsent(broker, ignored -> new HashSet<>()).add(id);
  }

  private Set<ResourceId> known(BrokerName broker) {
    return known.getOrDefault(broker, Set.of());
  }

  private static DesiredLink link(String name, int version) {
    BrokerName eu = new BrokerName("eu");
    BrokerName us = new BrokerName("us");
    EventTypeName type = new EventTypeName(name);
    TreeMap<SubscriptionName, Demand> demands = new TreeMap<>();
    demands.put(
        new SubscriptionName("s" + version),
        new Demand(null, DeliveryClass.AT_LEAST_ONCE, new StartAt.Latest(), null));
    return new DesiredLink(
        new LinkId(name + "@eu:eu~us"),
        LinkKind.TRANSFER,
        type,
        eu,
        new TeamName("t"),
        null,
        end(new ChannelId.Entry(type, eu)),
        end(new ChannelId.Arrival(type, eu, us)),
        new Runners(REGION, REGION),
        false,
        demands,
        new TreeSet<>(),
        null,
        null,
        null);
  }

  private static LinkEnd end(ChannelId channel) {
    return new LinkEnd(channel, new ChannelAddress(channel.toString()), 1);
  }

  /** Every kind of action, {@code share} times on each broker, and a switch in between. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (BrokerName broker : ground.brokers()) {
      for (int i = 0; i < share; i++) {
        Resource made = topic("made", i, 24);
        add(steps, broker, new Operation.Create(made));
        add(steps, broker, new Operation.Create(ground.rule("joiner" + i, made)));
        ObservedResource grows = there(broker, topic("grows", i, 24).id());
        Resource grown = topic("grows", i, 48);
        add(steps, broker, new Operation.Change(grows.resource(), grown, grows.identity()));
        ObservedResource taken = there(broker, topic("taken", i, 24).id());
        add(steps, broker, new Operation.Adopt(taken.resource().id(), taken.identity()));
      }
    }
    steps.add(
        new Step.Switch(
            steps.size() + 1,
            REGION,
            List.of(
                change(null, link("new", 1)),
                change(link("moved", 1), link("moved", 2)),
                change(link("old", 1), null))));
    for (BrokerName broker : ground.brokers()) {
      for (int i = 0; i < share; i++) {
        ObservedResource rule = there(broker, ground.rule("leaver" + i, topic("kept", i, 24)).id());
        add(steps, broker, new Operation.Delete(rule.resource().id(), rule.identity()));
        ObservedResource goes = there(broker, topic("goes", i, 24).id());
        add(steps, broker, new Operation.Delete(goes.resource().id(), goes.identity()));
      }
    }
    return steps;
  }

  private static Step.LinkChange change(@Nullable DesiredLink before, @Nullable DesiredLink after) {
    DesiredLink either = after == null ? Objects.requireNonNull(before) : after;
    return new Step.LinkChange(either.id(), before, after, List.of());
  }

  private void add(List<Step> steps, BrokerName broker, Operation operation) {
    know(broker, operation.id());
    steps.add(new Step.OnBroker(steps.size() + 1, broker, operation, List.of()));
  }

  private ObservedResource there(BrokerName broker, ResourceId id) {
    return Objects.requireNonNull(
        ground.look(broker, Set.of(id)).resources().get(id), id::toString);
  }

  /** Runs until the end or the fault. */
  @Nullable Ending run(List<Step> steps, Doom doom) {
    try {
      return new PlanExecution(
              broker -> doom.over(ground.deployer(broker)),
              this::change,
              new Journal(),
              new Patience(3, Duration.ofMillis(1), Duration.ofMillis(2), call),
              new StopSignal())
          .run(steps);
    } catch (Doom.Killed e) {
      return null;
    }
  }

  /** Does what the fault left. */
  Ending resume(List<Step> steps) {
    return Objects.requireNonNull(
        run(steps.stream().filter(step -> !done.contains(step.number())).toList(), Doom.none()));
  }

  /** Takes back what was done, or may have been done. */
  Ending undo(List<Step> steps) {
    List<Deed> deeds = new ArrayList<>();
    for (Step step : steps) {
      if (begun.contains(step.number()) || done.contains(step.number())) {
        deeds.addAll(deeds(step));
      }
    }
    Planner planner = new Planner(ground.transports());
    Plan plan = planner.undo(deeds, desired(), observed(), new Scope.Mesh(), Allowances.NONE);
    if (!plan.isApplicable()) {
      throw new AssertionError(plan.blocked());
    }
    begun.clear();
    done.clear();
    return Objects.requireNonNull(run(Steps.of(plan, Map.of()), Doom.none()));
  }

  private final Map<ResourceId, Resource> before = new HashMap<>();

  /** Remembers what plans say of a resource before they end it. */
  void remember(List<Step> steps) {
    for (Step step : steps) {
      if (step instanceof Step.OnBroker(var number, var broker, var operation, var causes)
          && operation instanceof Operation.Delete(var id, var identity)) {
        before.put(id, there(broker, id).resource());
      }
    }
  }

  private List<Deed> deeds(Step step) {
    return switch (step) {
      case Step.Switch change ->
          change.links().stream()
              .<Deed>map(
                  link -> new Deed.Linked(change.region(), link.id(), link.before(), link.after()))
              .toList();
      case Step.OnBroker(var number, var broker, var operation, var causes) ->
          List.of(
              switch (operation) {
                case Operation.Create(var resource) -> new Deed.Made(broker, resource);
                case Operation.Change(var from, var to, var identity) ->
                    new Deed.Changed(broker, from, to, identity);
                case Operation.Delete(var id, var identity) ->
                    new Deed.Ended(broker, Objects.requireNonNull(before.get(id)));
                case Operation.Adopt(var id, var identity) ->
                    new Deed.Adopted(broker, bare(id), identity);
                case Operation.Release(var id, var identity) ->
                    new Deed.Released(broker, bare(id), identity);
              });
    };
  }

  private static Resource bare(ResourceId id) {
    return new Resource(id, new TreeMap<>(), Set.of());
  }

  private DesiredState desired() {
    TreeMap<BrokerName, DesiredBroker> brokers = new TreeMap<>();
    for (BrokerName broker : ground.brokers()) {
      brokers.put(
          broker,
          new DesiredBroker(
              REGION,
              ground.transport(),
              ground.settings(broker),
              false,
              new Needs(broker, List.of()),
              new Rendering(List.of(), Map.of(), List.of(), List.of())));
    }
    return new DesiredState(
        new Revision(1), brokers, new TreeMap<>(), List.of(), List.of(), new TreeMap<>());
  }

  private MeshObservation observed() {
    Map<BrokerName, BrokerView> views = new HashMap<>();
    for (BrokerName broker : ground.brokers()) {
      views.put(broker, new BrokerView.Seen(ground.look(broker, known(broker))));
    }
    return new MeshObservation(views, Map.of(REGION, new AppliedManifest(manifest)));
  }

  /** As the manifest's keeper does: says only what differs, and refuses what is not as seen. */
  private Outcome change(Step.Switch step) {
    TreeMap<LinkId, DesiredLink> after = new TreeMap<>(manifest);
    for (Step.LinkChange change : step.links()) {
      DesiredLink now = after.get(change.id());
      if (Objects.equals(now, change.after())) {
        continue;
      }
      if (!Objects.equals(now, change.before())) {
        return new Outcome.Conflict("not as seen: " + change.id());
      }
      if (change.after() == null) {
        after.remove(change.id());
      } else {
        after.put(change.id(), change.after());
      }
    }
    manifest.clear();
    manifest.putAll(after);
    return new Outcome.Done(null);
  }

  /** What is there, without the run's own prefix; every resource that any step named. */
  Map<String, String> state() {
    Map<String, String> state = new TreeMap<>();
    for (BrokerName broker : ground.brokers()) {
      ground
          .look(broker, known(broker))
          .resources()
          .forEach(
              (id, there) -> {
                if (id.name().contains(prefix)) {
                  state.put((broker + " " + id).replace(prefix, ""), words(there));
                }
              });
    }
    manifest.forEach((id, link) -> state.put("link " + id, link.demands().keySet().toString()));
    return state;
  }

  private String words(ObservedResource there) {
    String whose =
        there.ownership() instanceof Ownership.Ours
            ? "ours"
            : there.ownership().getClass().getSimpleName();
    return (there.resource().attributes() + " " + whose).replace(prefix, "");
  }

  /** What others made and no step names. */
  Map<String, String> foreigners() {
    Map<String, String> found = new TreeMap<>();
    for (BrokerName broker : ground.brokers()) {
      Set<ResourceId> ids = new HashSet<>();
      for (int i = 0; i < share; i++) {
        ids.add(topic("foreign", i, 24).id());
      }
      ground.foreigners(broker, ids).forEach((id, words) -> found.put(broker + " " + id, words));
    }
    return found;
  }

  /** Takes away what the trial made. */
  void clean() {
    for (BrokerName broker : ground.brokers()) {
      try (Deployer deployer = ground.deployer(broker)) {
        List<Operation> all = new ArrayList<>();
        deployer
            .observe(known(broker))
            .resources()
            .forEach(
                (id, there) -> {
                  if (there.ownership() instanceof Ownership.Ours && id.name().contains(prefix)) {
                    all.add(new Operation.Delete(id, there.identity()));
                  }
                });
        for (int i = 0; i < all.size(); i += Deployer.MAX_BATCH) {
          deployer.execute(
              new ArrayList<>(all.subList(i, Math.min(all.size(), i + Deployer.MAX_BATCH))));
        }
      }
    }
  }

  private final class Journal implements StepJournal {
    @Override
    public void starting(List<? extends Step> steps) {
      steps.forEach(step -> begun.add(step.number()));
    }

    @Override
    public void done(Step step, @Nullable Identity identity) {
      done.add(step.number());
    }

    @Override
    public void failed(Step step, String message) {}
  }
}
