package io.meshwork.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meshwork.local.TestClusters;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Resource;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.DescribeConfigsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Others make, delete and make anew under our names, before, during and after. */
class KafkaHostileIT {
  private final Fixture fixture = new Fixture(TestClusters.shared("kafka"));
  private final Meddling others = new Meddling(fixture.cluster);
  private final Deque<Deployer> open = new ArrayDeque<>();
  private final Deployer deployer = deployer(admin -> admin);

  @AfterEach
  void close() {
    open.forEach(Deployer::close);
  }

  @Test
  void leavesWhatOthersMadeBeforeInTheVerySameShape() {
    Resource topic = topic("before");
    Meddling.Snapshot theirs = makeAlike(topic);
    Identity identity = new Identity(theirs.id());

    assertConflict(execute(new Operation.Create(topic)), "not ours", "adopt it");
    assertConflict(execute(new Operation.Change(topic, wider(topic), identity)), "not ours");
    assertConflict(execute(new Operation.Delete(topic.id(), identity)), "stays", "not ours");
    assertThat(observe(topic).ownership()).isInstanceOf(Ownership.Foreign.class);
    assertUntouched(topic, theirs);
  }

  @Test
  void leavesWhatOthersMakeBetweenItsIntentAndItsOwnRequest() {
    Resource topic = topic("during");
    Deployer slow =
        deployer(Intruder.before("createTopics", topic.id().name(), () -> makeAlike(topic)));

    Outcome outcome = slow.execute(List.of(new Operation.Create(topic))).getFirst();

    Meddling.Snapshot theirs = others.snapshot(topic.id().name());
    assertConflict(outcome, "made by others at the same moment", "adopt it");
    assertThat(observe(topic).ownership()).isInstanceOf(Ownership.Foreign.class);
    assertConflict(execute(new Operation.Create(topic)), "adopt it");
    assertConflict(execute(new Operation.Delete(topic.id(), new Identity(theirs.id()))), "stays");
    assertUntouched(topic, theirs);
    assertThat(theirs.set()).doesNotContainKey(Topics.PROOF);
  }

  @Test
  void leavesWhatOthersMadeAfterItWasKilledBetweenIntentAndRequest() {
    Resource topic = topic("killed-before");
    Deployer killed = deployer(Intruder.before("createTopics", topic.id().name(), this::die));
    assertThatExceptionOfType(Intruder.Killed.class)
        .isThrownBy(() -> killed.execute(List.of(new Operation.Create(topic))));

    Meddling.Snapshot theirs = makeAlike(topic);

    assertThat(observe(topic).ownership()).isInstanceOf(Ownership.Foreign.class);
    assertConflict(execute(new Operation.Create(topic)), "others were faster", "adopt it");
    assertConflict(execute(new Operation.Delete(topic.id(), new Identity(theirs.id()))), "stays");
    assertUntouched(topic, theirs);
  }

  @Test
  void knowsItsOwnAfterItWasKilledBetweenRequestAndMark() {
    Resource topic = topic("killed-after");
    killAfterMaking(topic);

    ObservedResource orphan = observe(topic);

    assertThat(orphan.ownership()).isInstanceOf(Ownership.Ours.class);
    assertThat(orphan.resource().attributes()).isEqualTo(topic.attributes());
    assertThat(execute(new Operation.Create(topic))).isEqualTo(new Outcome.Done(orphan.identity()));
    assertThat(execute(new Operation.Delete(topic.id(), orphan.identity())))
        .isEqualTo(new Outcome.Done(null));
    assertThat(others.exists(topic.id().name())).isFalse();
  }

  @Test
  void takesBackWhatItMadeWhenItWasKilledBetweenRequestAndMark() {
    Resource topic = topic("rolled-back");
    killAfterMaking(topic);

    assertThat(execute(new Operation.Delete(topic.id(), observe(topic).identity())))
        .isEqualTo(new Outcome.Done(null));

    assertThat(others.exists(topic.id().name())).isFalse();
    makeAlike(topic);
    assertThat(observe(topic).ownership()).isInstanceOf(Ownership.Foreign.class);
  }

  @Test
  void givesBackWhatItMadeWhenItWasKilledBetweenRequestAndMark() {
    Resource topic = topic("given-back");
    killAfterMaking(topic);

    execute(new Operation.Release(topic.id(), observe(topic).identity()));

    assertThat(observe(topic).ownership()).isInstanceOf(Ownership.Foreign.class);
  }

  @Test
  void leavesWhatOthersMadeAnewAfterItWasKilledBetweenRequestAndMark() {
    Resource topic = topic("killed-remade");
    killAfterMaking(topic);
    others.delete(topic.id().name());
    Meddling.Snapshot theirs = makeAlike(topic);

    assertConflict(execute(new Operation.Create(topic)), "others were faster");
    assertConflict(execute(new Operation.Delete(topic.id(), new Identity(theirs.id()))), "stays");
    assertUntouched(topic, theirs);
  }

  @Test
  void knowsItsOwnWhenTheAnswerWasLostAndItAskedAgain() {
    Resource topic = topic("twice");
    Deployer twice =
        deployer(
            Intruder.instead(
                "createTopics",
                topic.id().name(),
                (_, call) -> {
                  Meddling.get(((CreateTopicsResult) call.get()).all());
                  return call.get();
                }));

    assertThat(twice.execute(List.of(new Operation.Create(topic))))
        .containsExactly(new Outcome.Done(observe(topic).identity()));
    assertThat(observe(topic).ownership()).isInstanceOf(Ownership.Ours.class);
  }

  @Test
  void makesTopicsWithoutProofWhereTheClusterRefusesIt() {
    Resource topic = topic("hosted");
    Deployer hosted =
        deployer(
            Intruder.instead(
                "createTopics",
                topic.id().name(),
                (arguments, call) -> {
                  ((Collection<?>) arguments[0])
                      .forEach(
                          one -> {
                            NewTopic made = (NewTopic) one;
                            Map<String, String> spoilt = new HashMap<>(made.configs());
                            spoilt.put(Topics.PROOF, "not-allowed-here");
                            made.configs(spoilt);
                          });
                  return call.get();
                }));

    assertThat(hosted.execute(List.of(new Operation.Create(topic))))
        .containsExactly(new Outcome.Done(observe(topic).identity()));
    assertThat(observe(topic).ownership()).isInstanceOf(Ownership.Ours.class);
    assertThat(others.snapshot(topic.id().name()).set()).doesNotContainKey(Topics.PROOF);
  }

  @Test
  void leavesWhatOthersMadeAnewBetweenThePlanAndItsExecution() {
    Resource topic = topic("after");
    Identity planned = made(topic);
    others.delete(topic.id().name());
    Meddling.Snapshot theirs = makeAlike(topic);

    assertConflict(
        execute(new Operation.Change(topic, wider(topic), planned)), "made anew", "plan anew");
    assertConflict(execute(new Operation.Adopt(topic.id(), planned)), "plan anew");
    assertThat(execute(new Operation.Release(topic.id(), planned)))
        .isEqualTo(new Outcome.Done(null));
    assertThat(execute(new Operation.Delete(topic.id(), planned)))
        .as("what the plan meant is gone")
        .isEqualTo(new Outcome.Done(null));
    assertConflict(execute(new Operation.Create(topic)), "not ours", "adopt it");
    assertUntouched(topic, theirs);
  }

  @Test
  void namesBothIdentitiesOfWhatOthersMadeAnew() {
    Resource topic = topic("named");
    Identity planned = made(topic);
    others.delete(topic.id().name());
    Meddling.Snapshot theirs = makeAlike(topic);

    assertConflict(execute(new Operation.Create(topic)), planned.value(), theirs.id());
  }

  @Test
  void leavesWhatOthersMakeAnewWhileAChangeIsBeingDecided() {
    Resource topic = topic("under-change");
    Identity planned = made(topic);

    Outcome outcome =
        remakingAfterTheFirstLook(topic)
            .execute(List.of(new Operation.Change(topic, wider(topic), planned)))
            .getFirst();

    Meddling.Snapshot theirs = others.snapshot(topic.id().name());
    assertConflict(outcome, "made anew", "plan anew");
    assertThat(theirs.partitions()).isEqualTo(2);
    assertThat(theirs.set()).isEqualTo(configs(topic));
  }

  @Test
  void leavesWhatOthersMakeAnewWhileADeletionIsBeingDecided() {
    Resource topic = topic("under-deletion");
    Identity planned = made(topic);

    Outcome outcome =
        remakingAfterTheFirstLook(topic)
            .execute(List.of(new Operation.Delete(topic.id(), planned)))
            .getFirst();

    assertThat(outcome).isEqualTo(new Outcome.Done(null));
    assertThat(others.snapshot(topic.id().name()).id()).isNotEqualTo(planned.value());
    assertThat(observe(topic).ownership()).isInstanceOf(Ownership.Foreign.class);
  }

  @Test
  void adoptsNothingThatOthersMakeAnewMeanwhile() {
    Resource topic = topic("under-adoption");
    Meddling.Snapshot first = makeAlike(topic);

    Outcome outcome =
        remakingAfterTheFirstLook(topic)
            .execute(List.of(new Operation.Adopt(topic.id(), new Identity(first.id()))))
            .getFirst();

    assertConflict(outcome, "made anew", "plan anew");
    assertThat(observe(topic).ownership()).isInstanceOf(Ownership.Foreign.class);
  }

  private Deployer remakingAfterTheFirstLook(Resource topic) {
    return deployer(
        Intruder.instead(
            "describeConfigs",
            topic.id().name(),
            (_, call) -> {
              var answer = (DescribeConfigsResult) call.get();
              Meddling.get(answer.all());
              others.delete(topic.id().name());
              makeAlike(topic);
              return answer;
            }));
  }

  private void killAfterMaking(Resource topic) {
    Deployer killed =
        deployer(
            Intruder.instead(
                "createTopics",
                topic.id().name(),
                (_, call) -> {
                  Meddling.get(((CreateTopicsResult) call.get()).all());
                  throw new Intruder.Killed();
                }));
    assertThatExceptionOfType(Intruder.Killed.class)
        .isThrownBy(() -> killed.execute(List.of(new Operation.Create(topic))));
  }

  private void die() {
    throw new Intruder.Killed();
  }

  private Deployer deployer(Function<Admin, Admin> around) {
    Deployer made = new KafkaDeployer(fixture.connection(), Clock.systemUTC(), around::apply);
    open.push(made);
    return made;
  }

  private Identity made(Resource topic) {
    assertThat(execute(new Operation.Create(topic))).isInstanceOf(Outcome.Done.class);
    return observe(topic).identity();
  }

  private Meddling.Snapshot makeAlike(Resource topic) {
    return others.make(topic.id().name(), TopicChanges.partitions(topic), configs(topic));
  }

  private static Map<String, String> configs(Resource topic) {
    Map<String, String> configs = new TreeMap<>(topic.attributes());
    configs.remove(Topics.PARTITIONS);
    return configs;
  }

  private void assertUntouched(Resource topic, Meddling.Snapshot theirs) {
    assertThat(others.snapshot(topic.id().name())).isEqualTo(theirs);
  }

  private static void assertConflict(Outcome outcome, String... words) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Conflict.class, one -> assertThat(one.message()).contains(words));
  }

  private Resource topic(String name) {
    return fixture.render(fixture.channel(name)).resources().getFirst();
  }

  private static Resource wider(Resource topic) {
    Map<String, String> wider = new TreeMap<>(topic.attributes());
    wider.put(Topics.PARTITIONS, "4");
    wider.put("retention.ms", "777600000");
    return Resource.of(Topics.KIND, topic.id().name(), wider);
  }

  private ObservedResource observe(Resource topic) {
    return deployer.observe(Set.of(topic.id())).resources().get(topic.id());
  }

  private Outcome execute(Operation operation) {
    return deployer.execute(List.of(operation)).getFirst();
  }
}
