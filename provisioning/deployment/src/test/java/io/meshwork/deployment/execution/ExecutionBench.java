package io.meshwork.deployment.execution;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.InstallationId;
import io.meshwork.model.RegionName;
import io.meshwork.transport.memory.MemoryBroker;
import io.meshwork.transport.memory.MemoryBrokers;
import io.meshwork.transport.memory.MemoryTransport;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/** Two memory brokers that hold something old and something foreign, and a plan of 12 steps. */
final class ExecutionBench {
  static final BrokerName EU = new BrokerName("eu");
  static final BrokerName US = new BrokerName("us");
  static final ResourceId FOREIGN = new ResourceId("topic", "foreign");
  private static final RegionName REGION = new RegionName("us");

  final MemoryBrokers brokers = new MemoryBrokers(Clock.systemUTC());
  final MemoryTransport transport = new MemoryTransport(brokers);
  final List<String> switches = new ArrayList<>();
  private final InstallationId us = new InstallationId(new UUID(1, 1));

  ExecutionBench() {
    for (BrokerName broker : List.of(EU, US)) {
      memory(broker).foreigner().createTopic(new ChannelAddress("foreign"), 3);
      try (Deployer deployer = deployer(broker)) {
        deployer.execute(
            List.of(
                new Operation.Create(topic("kept", 1)),
                new Operation.Create(topic("grows", 1)),
                new Operation.Create(topic("goes", 1))));
      }
    }
  }

  MemoryBroker memory(BrokerName broker) {
    return brokers.broker(broker.value());
  }

  Deployer deployer(BrokerName broker) {
    return transport.deployer(
        new BrokerAccess(
            broker,
            Settings.check(transport.settings(), Map.of("broker", broker.value())),
            us,
            Secrets.ofThisProcess()));
  }

  Outcome change(Step.Switch step) {
    switches.add(step.region().value());
    return new Outcome.Done(null);
  }

  PlanExecution execution(StepJournal journal) {
    return new PlanExecution(
        this::deployer,
        this::change,
        journal,
        new Patience(3, Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(300)),
        new StopSignal());
  }

  /** Creates, one of which needs another; a change; the switch; then deletes. */
  List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    for (BrokerName broker : List.of(EU, US)) {
      add(steps, broker, new Operation.Create(topic("a", 2)));
      add(steps, broker, new Operation.Create(topic("b", 2)));
      add(
          steps,
          broker,
          new Operation.Create(
              Resource.of(
                  "topic", "needs-a", topic("x", 1).attributes(), new ResourceId("topic", "a"))));
      ObservedResource grows = resource(broker, "grows");
      add(
          steps,
          broker,
          new Operation.Change(grows.resource(), topic("grows", 4), grows.identity()));
    }
    steps.add(new Step.Switch(steps.size() + 1, REGION, List.of()));
    for (BrokerName broker : List.of(EU, US)) {
      ObservedResource goes = resource(broker, "goes");
      add(steps, broker, new Operation.Delete(goes.resource().id(), goes.identity()));
    }
    add(steps, US, new Operation.Create(topic("last", 1)));
    return steps;
  }

  /** What both brokers hold, in words that tell old from new. */
  Map<String, String> state() {
    Map<String, String> state = new TreeMap<>();
    for (BrokerName broker : List.of(EU, US)) {
      memory(broker).faults().clear();
      try (Deployer deployer = deployer(broker)) {
        deployer
            .observe(all())
            .resources()
            .forEach(
                (id, resource) ->
                    state.put(
                        broker + " " + id,
                        resource.resource().attributes()
                            + " "
                            + resource.ownership().getClass().getSimpleName()));
      }
    }
    return state;
  }

  ObservedResource resource(BrokerName broker, String name) {
    ResourceId id = new ResourceId("topic", name);
    try (Deployer deployer = deployer(broker)) {
      return deployer.observe(Set.of(id)).resources().get(id);
    }
  }

  static Resource topic(String name, int partitions) {
    return Resource.of(
        "topic",
        name,
        Map.of(
            "partitions",
            Integer.toString(partitions),
            "retention",
            "PT24H",
            "maxSize",
            "1048576"));
  }

  private static Set<ResourceId> all() {
    Set<ResourceId> ids = new HashSet<>();
    for (String name : List.of("foreign", "kept", "grows", "goes", "a", "b", "needs-a", "last")) {
      ids.add(new ResourceId("topic", name));
    }
    return ids;
  }

  private static void add(List<Step> steps, BrokerName broker, Operation operation) {
    steps.add(new Step.OnBroker(steps.size() + 1, broker, operation, List.of()));
  }
}
