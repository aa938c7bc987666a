package io.meshwork.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meshwork.local.KafkaCluster;
import io.meshwork.local.TestClusters;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.TransportError;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Marks are lost, damaged, or older than what they stand for. What is not provably ours is then
 * foreign: it is said so, it can be adopted, and nothing is done to it until then.
 */
class KafkaMarksIT {
  private static final KafkaCluster CLUSTER = TestClusters.shared("marks");

  private final Fixture fixture = new Fixture(CLUSTER);
  private final Meddling others = new Meddling(CLUSTER);
  private final Deque<Deployer> open = new ArrayDeque<>();

  @BeforeEach
  void begin() {
    others.remakeMarks(1, "compact");
  }

  @AfterEach
  void close() {
    open.forEach(Deployer::close);
  }

  // Lost

  @Test
  void takesNothingForItsOwnWhenTheTopicOfMarksIsDeleted() {
    Resource topic = made("deleted");
    others.delete(Topics.MARKS);

    assertForeignUntilAdopted(topic, "topic '_meshwork' with all marks is not there");
  }

  @Test
  void noticesThatTheTopicOfMarksIsGoneWhileItIsConnected() {
    Deployer connected = deployer();
    Resource topic = made("connected", connected);
    others.delete(Topics.MARKS);

    assertThat(ownership(connected, topic)).isInstanceOf(Ownership.Foreign.class);
    others.remakeMarks(1, "compact");
    assertThat(ownership(connected, topic)).isInstanceOf(Ownership.Foreign.class);
    assertConflict(connected.execute(List.of(new Operation.Create(topic))).getFirst(), "adopt it");
  }

  @Test
  void takesNothingForItsOwnWhenTheMarksAreCutOff() {
    Deployer connected = deployer();
    Resource topic = made("cut", connected);
    cutOffMarks();

    assertForeignUntilAdopted(topic, "has lost its first");
    made("cut-after", connected);
  }

  @Test
  void takesNothingForItsOwnWhoseMarkOthersHaveWithdrawn() {
    Resource topic = made("withdrawn");
    keys(topic).forEach(key -> others.write(Topics.MARKS, key, null));

    assertForeignUntilAdopted(topic, "not ours");
  }

  // Damaged

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\u0000\u0001\u0002",
        "{\"v\":2,\"installation\":\"",
        "{\"v\":0}",
        "{\"v\":2,\"installation\":\"INSTALLATION\",\"state\":\"owned\",\"at\":\"yesterday\"}"
      })
  void takesNothingForItsOwnWhoseMarkIsDamaged(String value) {
    Resource topic = made("damaged");
    overwrite(topic, value);

    assertForeignUntilAdopted(topic, "its mark is damaged");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"v\":3,\"installation\":\"INSTALLATION\",\"state\":\"owned\",\"identity\":\"IDENTITY\"}",
        "{\"v\":9000}",
        "{\"v\":2,\"installation\":\"INSTALLATION\",\"state\":\"leased\",\"identity\":\"IDENTITY\"}"
      })
  void touchesNothingWhoseMarkItDoesNotUnderstand(String value) {
    Resource topic = made("newer");
    Meddling.Snapshot there = others.snapshot(topic.id().name());
    overwrite(topic, value);
    Identity identity = new Identity(there.id());

    assertThat(ownership(deployer(), topic)).isInstanceOf(Ownership.Other.class);
    for (Operation operation :
        List.of(
            new Operation.Create(topic),
            new Operation.Change(topic, wider(topic), identity),
            new Operation.Delete(topic.id(), identity),
            new Operation.Adopt(topic.id(), identity))) {
      assertConflict(execute(operation), "use the version that wrote it");
    }
    assertThat(execute(new Operation.Release(topic.id(), identity)))
        .isEqualTo(new Outcome.Done(null));
    assertThat(others.snapshot(topic.id().name())).isEqualTo(there);
    assertThat(new String(others.marks().getLast().value(), StandardCharsets.UTF_8))
        .as("nor is the mark")
        .isEqualTo(filled(value, topic));
  }

  @Test
  void passesOverRecordsThatAreNoMarks() {
    Resource topic = made("among");
    others.write(Topics.MARKS, "no key".getBytes(StandardCharsets.UTF_8), new byte[] {1});
    others.write(Topics.MARKS, "queue/a".getBytes(StandardCharsets.UTF_8), new byte[] {1});

    assertThat(ownership(deployer(), topic)).isInstanceOf(Ownership.Ours.class);
  }

  // Brought back from yesterday

  @Test
  void takesOnlyWhatIsProvablyItsOwnWhenMarksAreOlderThanTopics() {
    Resource kept = made("kept");
    Resource remade = made("remade");
    Resource gone = made("gone");
    var yesterday = others.marks();
    String before = others.snapshot(remade.id().name()).id();
    delete(remade);
    delete(gone);
    made("remade");
    Resource unknown = made("unknown");
    others.restoreMarks(yesterday);

    assertThat(ownership(deployer(), kept)).isInstanceOf(Ownership.Ours.class);
    assertForeignUntilAdopted(remade, before, "made anew, or brought back");
    assertForeignUntilAdopted(unknown, "not ours");
    assertThat(deployer().observe(Set.of()).resources()).doesNotContainKey(gone.id());
    assertThat(execute(new Operation.Create(gone))).isInstanceOf(Outcome.Done.class);
    assertThat(execute(new Operation.Delete(kept.id(), observe(deployer(), kept).identity())))
        .isEqualTo(new Outcome.Done(null));
  }

  @Test
  void leavesWhatOthersHaveMadeSinceUnderANameThatOldMarksKnow() {
    Resource topic = made("reused");
    var yesterday = others.marks();
    delete(topic);
    Meddling.Snapshot theirs = makeAlike(topic);
    others.restoreMarks(yesterday);

    assertConflict(execute(new Operation.Create(topic)), "adopt it");
    assertConflict(execute(new Operation.Delete(topic.id(), new Identity(theirs.id()))), "stays");
    assertThat(execute(new Operation.Delete(topic.id(), new Identity("of-yesterday"))))
        .isEqualTo(new Outcome.Done(null));
    assertThat(others.snapshot(topic.id().name())).isEqualTo(theirs);
  }

  @Test
  void knowsItsOwnByTheIntentWhereOnlyTheIntentWasBroughtBack() {
    Resource topic = made("intended");
    var intents = others.marks().subList(0, 1);
    others.restoreMarks(intents);

    assertThat(ownership(deployer(), topic)).isInstanceOf(Ownership.Ours.class);
    assertThat(execute(new Operation.Create(topic))).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void understandsMarksOfTheFirstFormat() {
    Resource topic = made("first-format");
    String identity = others.snapshot(topic.id().name()).id();
    String mark =
        "{\"v\":1,\"installation\":\"%s\",\"state\":\"owned\",\"identity\":\"%s\",\"attributes\":{\"partitions\":\"2\"},\"at\":\"2026-11-01T00:00:00Z\"}"
            .formatted(fixture.installation, identity);
    others.remakeMarks(1, "compact");
    others.write(
        Topics.MARKS,
        new Claim(topic.id(), Claim.OLD).key(),
        mark.getBytes(StandardCharsets.UTF_8));

    assertThat(ownership(deployer(), topic)).isInstanceOf(Ownership.Ours.class);
    assertThat(execute(new Operation.Delete(topic.id(), new Identity(identity))))
        .isEqualTo(new Outcome.Done(null));
    makeAlike(topic);
    assertThat(ownership(deployer(), topic)).isInstanceOf(Ownership.Foreign.class);
  }

  // A topic that would lose marks

  @ParameterizedTest
  @ValueSource(strings = {"delete", "compact,delete"})
  void refusesATopicOfMarksThatForgets(String policy) {
    Resource topic = made("forgetting-" + policy.length());
    Meddling.Snapshot there = others.snapshot(topic.id().name());
    setPolicy(policy);

    assertRefused(topic, "cleanup.policy=" + policy, "Set cleanup.policy=compact");
    assertThat(others.snapshot(topic.id().name())).isEqualTo(there);

    setPolicy("compact");
    assertThat(ownership(deployer(), topic)).isInstanceOf(Ownership.Ours.class);
  }

  @Test
  void refusesATopicOfMarksWithoutOneOrder() {
    others.remakeMarks(3, "compact");
    Resource topic = topic("disordered");

    assertRefused(topic, "has 3 partitions", "Have it deleted, then adopt");
    assertThat(others.exists(topic.id().name())).isFalse();
  }

  private void assertRefused(Resource topic, String... words) {
    assertThatExceptionOfType(MeshException.class)
        .isThrownBy(() -> deployer().observe(Set.of(topic.id())))
        .satisfies(e -> assertThat(e.code()).isEqualTo(TransportError.BROKER_REFUSED))
        .satisfies(e -> assertThat(e.text()).contains(words));
    for (Operation operation :
        List.of(
            new Operation.Create(topic), new Operation.Delete(topic.id(), new Identity("any")))) {
      assertThat(execute(operation))
          .isInstanceOfSatisfying(
              Outcome.Refused.class, one -> assertThat(one.message()).contains(words));
    }
  }

  private void assertForeignUntilAdopted(Resource topic, String... words) {
    Meddling.Snapshot there = others.snapshot(topic.id().name());
    Identity identity = new Identity(there.id());
    assertThat(ownership(deployer(), topic)).isInstanceOf(Ownership.Foreign.class);
    assertConflict(execute(new Operation.Create(topic)), words);
    assertConflict(execute(new Operation.Create(topic)), "adopt it");
    assertConflict(execute(new Operation.Change(topic, wider(topic), identity)), words);
    assertConflict(execute(new Operation.Delete(topic.id(), identity)), words);
    assertThat(others.snapshot(topic.id().name())).isEqualTo(there);

    assertThat(execute(new Operation.Adopt(topic.id(), identity)))
        .isEqualTo(new Outcome.Done(identity));
    assertThat(ownership(deployer(), topic)).isInstanceOf(Ownership.Ours.class);
    assertThat(others.snapshot(topic.id().name())).isEqualTo(there);
  }

  private static void assertConflict(Outcome outcome, String... words) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Conflict.class, one -> assertThat(one.message()).contains(words));
  }

  private void cutOffMarks() {
    setPolicy("delete");
    var of = new TopicPartition(Topics.MARKS, 0);
    try (Admin admin = CLUSTER.admin()) {
      Meddling.get(admin.deleteRecords(Map.of(of, RecordsToDelete.beforeOffset(-1))).all());
    }
    setPolicy("compact");
  }

  private void setPolicy(String policy) {
    var edit =
        new AlterConfigOp(new ConfigEntry("cleanup.policy", policy), AlterConfigOp.OpType.SET);
    try (Admin admin = CLUSTER.admin()) {
      Meddling.get(
          admin
              .incrementalAlterConfigs(Map.of(TopicShelf.config(Topics.MARKS), List.of(edit)))
              .all());
    }
  }

  private List<byte[]> keys(Resource topic) {
    return others.keys(topic.id().name());
  }

  private void overwrite(Resource topic, String value) {
    byte[] bytes = filled(value, topic).getBytes(StandardCharsets.UTF_8);
    keys(topic).forEach(key -> others.write(Topics.MARKS, key, bytes));
  }

  private String filled(String value, Resource topic) {
    return value
        .replace("INSTALLATION", fixture.installation.toString())
        .replace("IDENTITY", others.snapshot(topic.id().name()).id());
  }

  private Meddling.Snapshot makeAlike(Resource topic) {
    Map<String, String> configs = new TreeMap<>(topic.attributes());
    configs.remove(Topics.PARTITIONS);
    return others.make(topic.id().name(), 2, configs);
  }

  private Resource made(String name) {
    return made(name, deployer());
  }

  private Resource made(String name, Deployer by) {
    Resource topic = topic(name);
    assertThat(by.execute(List.of(new Operation.Create(topic))).getFirst())
        .isInstanceOf(Outcome.Done.class);
    return topic;
  }

  private void delete(Resource topic) {
    Identity identity = observe(deployer(), topic).identity();
    assertThat(execute(new Operation.Delete(topic.id(), identity)))
        .isEqualTo(new Outcome.Done(null));
  }

  private Resource topic(String name) {
    return fixture.render(fixture.channel(name)).resources().getFirst();
  }

  private static Resource wider(Resource topic) {
    Map<String, String> wider = new TreeMap<>(topic.attributes());
    wider.put(Topics.PARTITIONS, "4");
    return Resource.of(Topics.KIND, topic.id().name(), wider);
  }

  private static Ownership ownership(Deployer deployer, Resource topic) {
    return observe(deployer, topic).ownership();
  }

  private static ObservedResource observe(Deployer deployer, Resource topic) {
    return deployer.observe(Set.of(topic.id())).resources().get(topic.id());
  }

  private Deployer deployer() {
    Deployer made = Fixture.TRANSPORT.deployer(fixture.access());
    open.push(made);
    return made;
  }

  private Outcome execute(Operation operation) {
    return deployer().execute(List.of(operation)).getFirst();
  }
}
