package io.meshwork.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.local.TestClusters;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Two installations want the same names of one cluster at the same moment. Counted over many
 * rounds: one gets each, the other is told, and both say the same of it afterwards.
 */
class KafkaTwoInstallationsIT {
  private static final int ROUNDS = 20;
  private static final int NAMES = 5;

  private final Fixture one = new Fixture(TestClusters.shared("kafka"));
  private final Fixture other = new Fixture(TestClusters.shared("kafka"));
  private final Meddling others = new Meddling(one.cluster);
  private final Deployer first = Fixture.TRANSPORT.deployer(one.access());
  private final Deployer second = Fixture.TRANSPORT.deployer(other.access());
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CyclicBarrier start = new CyclicBarrier(2);

  @AfterEach
  void close() {
    threads.shutdownNow();
    first.close();
    second.close();
  }

  @Test
  void eachTopicGoesToOneOfThem() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      List<Resource> wanted = topics(round);

      Race race = race(wanted, resource -> new Operation.Create(resource));

      assertOneOwner(wanted, race);
    }
  }

  @Test
  void eachRuleGoesToOneOfThem() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      String user = "user-%d-%s".formatted(round, one.tag);
      List<Resource> wanted =
          IntStream.range(0, NAMES)
              .mapToObj(
                  number ->
                      Acls.rule(
                          user,
                          AclOperation.READ,
                          ResourceType.TOPIC,
                          PatternType.LITERAL,
                          "topic-" + number))
              .toList();

      Race race = race(wanted, resource -> new Operation.Create(resource));

      assertOneOwner(wanted, race);
    }
  }

  @Test
  void whatOthersMadeIsAdoptedByOneOfThem() throws Exception {
    for (int round = 0; round < ROUNDS / 4; round++) {
      List<Resource> wanted = topics(round);
      wanted.forEach(topic -> others.make(topic.id().name(), 2, Map.of()));
      Map<ResourceId, ObservedResource> there = first.observe(ids(wanted)).resources();

      Race race =
          race(
              wanted,
              resource -> new Operation.Adopt(resource.id(), there.get(resource.id()).identity()));

      assertOneOwner(wanted, race);
    }
  }

  @Test
  void whatOneReleasesTheOtherMayAdopt() {
    Resource topic = topics(0).getFirst();
    first.execute(List.of(new Operation.Create(topic)));
    var identity = first.observe(Set.of(topic.id())).resources().get(topic.id()).identity();
    var adopt = new Operation.Adopt(topic.id(), identity);
    assertThat(second.execute(List.of(adopt)).getFirst())
        .isInstanceOfSatisfying(
            Outcome.Conflict.class,
            refused ->
                assertThat(refused.message())
                    .contains(one.installation.toString(), "let that one release it"));

    first.execute(List.of(new Operation.Release(topic.id(), identity)));

    assertThat(second.execute(List.of(adopt))).containsExactly(new Outcome.Done(identity));
    assertThat(first.observe(Set.of(topic.id())).resources().get(topic.id()).ownership())
        .isEqualTo(new Ownership.Other(other.installation));
  }

  private void assertOneOwner(List<Resource> wanted, Race race) {
    Map<ResourceId, ObservedResource> seenByFirst = first.observe(ids(wanted)).resources();
    Map<ResourceId, ObservedResource> seenBySecond = second.observe(ids(wanted)).resources();
    for (int i = 0; i < wanted.size(); i++) {
      ResourceId id = wanted.get(i).id();
      boolean firstHas = race.first.get(i) instanceof Outcome.Done;
      assertThat(List.of(race.first.get(i), race.second.get(i)))
          .as("%s has one owner", id)
          .hasAtLeastOneElementOfType(Outcome.Done.class)
          .hasAtLeastOneElementOfType(Outcome.Conflict.class);
      Ownership ours = new Ownership.Ours();
      assertThat(seenByFirst.get(id).ownership())
          .isEqualTo(firstHas ? ours : new Ownership.Other(other.installation));
      assertThat(seenBySecond.get(id).ownership())
          .isEqualTo(firstHas ? new Ownership.Other(one.installation) : ours);
    }
  }

  private Race race(List<Resource> wanted, Function<Resource, Operation> operation)
      throws InterruptedException, ExecutionException {
    List<Operation> operations = wanted.stream().map(operation).toList();
    Future<List<Outcome>> here = threads.submit(atOnce(first, operations));
    Future<List<Outcome>> there = threads.submit(atOnce(second, operations));
    return new Race(here.get(), there.get());
  }

  private Callable<List<Outcome>> atOnce(Deployer deployer, List<Operation> operations) {
    return () -> {
      start.await();
      return deployer.execute(operations);
    };
  }

  private List<Resource> topics(int round) {
    List<Resource> topics = new ArrayList<>();
    for (int number = 0; number < NAMES; number++) {
      String name = "wanted-%d-%d".formatted(round, number);
      topics.add(one.render(one.channel(name)).resources().getFirst());
    }
    return topics;
  }

  private static Set<ResourceId> ids(List<Resource> resources) {
    return resources.stream().map(Resource::id).collect(Collectors.toSet());
  }

  private record Race(List<Outcome> first, List<Outcome> second) {}
}
