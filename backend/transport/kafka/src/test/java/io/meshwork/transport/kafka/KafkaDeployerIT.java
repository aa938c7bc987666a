package io.meshwork.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meshwork.local.TestClusters;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Credential;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.TransportError;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KafkaDeployerIT {
  private final Fixture fixture = new Fixture(TestClusters.shared("kafka"));
  private final Deployer deployer = Fixture.TRANSPORT.deployer(fixture.access());
  private final KafkaForeigner foreigner = new KafkaForeigner(fixture.cluster);

  @AfterEach
  void close() {
    deployer.close();
  }

  @Test
  void forgetsItsIntentWhenTheClusterRefuses() {
    Resource topic =
        Resource.of(
            Topics.KIND,
            fixture.address("refused").value(),
            Map.of(Topics.PARTITIONS, "1", "cleanup.policy", "nonsense"));

    assertThat(execute(new Operation.Create(topic)))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            one -> assertThat(one.message()).contains(topic.id().name(), "kafka-us"));
    foreigner.createChannel(fixture.address("refused"), 1);
    assertThat(observe(topic.id()).ownership()).isInstanceOf(Ownership.Foreign.class);
  }

  @Test
  void widensATopicAndGoesOnWithAChangeThatWasCutShort() {
    Resource from = topic("widened");
    Identity identity = ((Outcome.Done) execute(new Operation.Create(from))).identity();
    Map<String, String> wanted = new TreeMap<>(from.attributes());
    wanted.put(Topics.PARTITIONS, "4");
    wanted.put("retention.ms", "777600000");
    wanted.remove("message.timestamp.type");
    Resource to = Resource.of(Topics.KIND, from.id().name(), wanted);
    foreigner.changeRetention(fixture.address("widened"), java.time.Duration.ofDays(9));

    assertThat(execute(new Operation.Change(from, to, identity)))
        .isEqualTo(new Outcome.Done(identity));

    assertThat(observe(from.id()).resource().attributes()).isEqualTo(to.attributes());
    assertThat(execute(new Operation.Change(to, from, identity)))
        .as("partitions cannot be taken away")
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void seesOnlyWhatItHasSetOfItsOwn() throws Exception {
    Resource topic = topic("drift");
    execute(new Operation.Create(topic));
    try (Admin admin = fixture.cluster.admin()) {
      var edit =
          new AlterConfigOp(
              new org.apache.kafka.clients.admin.ConfigEntry("flush.messages", "12345"),
              AlterConfigOp.OpType.SET);
      admin
          .incrementalAlterConfigs(Map.of(TopicShelf.config(topic.id().name()), List.of(edit)))
          .all()
          .get();
    }

    assertThat(observe(topic.id()).resource().attributes()).isEqualTo(topic.attributes());
  }

  @Test
  void whatTheClusterGivesABareTopicIsNoDifferenceFromWhatIsWanted() throws Exception {
    String name = "bare-" + UUID.randomUUID();
    try (Admin admin = fixture.cluster.admin()) {
      admin.createTopics(List.of(new NewTopic(name, 2, (short) 1))).all().get();
    }
    Map<String, String> asGiven =
        Map.of(
            "partitions", "2",
            "cleanup.policy", "delete",
            "max.message.bytes", "1048588",
            "message.timestamp.type", "CreateTime",
            "retention.ms", "604800000");
    Resource wanted = Resource.of("topic", name, asGiven);

    ObservedResource there = observe(wanted.id());

    assertThat(there.resource().attributes()).containsOnlyKeys("partitions");
    assertThat(there.beside(wanted).attributes()).isEqualTo(wanted.attributes());
    assertThat(execute(new Operation.Adopt(wanted.id(), there.identity())))
        .isInstanceOf(Outcome.Done.class);
    ObservedResource ours = observe(wanted.id());
    assertThat(ours.resource()).isEqualTo(there.resource());
    assertThat(ours.beside(wanted).attributes()).isEqualTo(wanted.attributes());
    assertThat(execute(new Operation.Change(ours.resource(), wanted, ours.identity())))
        .isInstanceOf(Outcome.Done.class);
    assertThat(observe(wanted.id()).resource().attributes()).isEqualTo(wanted.attributes());
  }

  @Test
  void neverDeletesARuleThatOthersMade() throws Exception {
    Resource rule = rule("theirs");
    try (Admin admin = fixture.cluster.admin()) {
      admin.createAcls(List.of(Acls.binding(rule.id()).orElseThrow())).all().get();
    }
    ObservedResource there = observe(rule.id());

    assertThat(there.ownership()).isInstanceOf(Ownership.Foreign.class);
    assertThat(there.resource().attributes()).isEqualTo(rule.attributes());
    assertThat(execute(new Operation.Create(rule))).isInstanceOf(Outcome.Conflict.class);
    assertThat(execute(new Operation.Delete(rule.id(), there.identity())))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(observe(rule.id())).isEqualTo(there);
    assertThat(execute(new Operation.Adopt(rule.id(), there.identity())))
        .isInstanceOf(Outcome.Done.class);
    assertThat(execute(new Operation.Delete(rule.id(), there.identity())))
        .isEqualTo(new Outcome.Done(null));
  }

  @Test
  void makesAndWithdrawsItsOwnRules() {
    Resource rule = rule("ours");
    Identity identity = ((Outcome.Done) execute(new Operation.Create(rule))).identity();

    assertThat(observe(rule.id()).ownership()).isInstanceOf(Ownership.Ours.class);
    assertThat(execute(new Operation.Create(rule))).isEqualTo(new Outcome.Done(identity));
    assertThat(execute(new Operation.Change(rule, rule("ours"), identity)))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(execute(new Operation.Delete(rule.id(), identity)))
        .isEqualTo(new Outcome.Done(null));
    assertThat(deployer.observe(Set.of(rule.id())).resources()).doesNotContainKey(rule.id());
  }

  @Test
  void refusesWhatIsNoResourceOfKafka() {
    var unknown = new ResourceId("queue", "a");

    assertThat(execute(new Operation.Delete(unknown, new Identity("a"))))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(execute(new Operation.Create(Resource.of(Acls.KIND, "nonsense", Map.of()))))
        .isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void makesACredentialAnewForItsOwnUserOnly() {
    String user = "app-" + fixture.tag;

    Credential first = deployer.makeCredential("User:" + user);
    Credential second = deployer.makeCredential(user);

    assertThat(first.principal()).isEqualTo(user);
    assertThat(first.secret()).hasSize(43).isNotEqualTo(second.secret());
    try (Deployer asUser =
        Fixture.TRANSPORT.deployer(fixture.access(user, second.secret(), Map.of()))) {
      asUser.probe();
    }
    assertThatExceptionOfType(MeshException.class)
        .isThrownBy(() -> deployer.makeCredential("mesh"))
        .satisfies(e -> assertThat(e.code()).isEqualTo(TransportError.BROKER_REFUSED));
    assertThat(deployer.observe(Set.of()).resources().keySet())
        .noneMatch(id -> id.name().contains(user));
  }

  @Test
  void makesNoCredentialWhereUsersDoNotLogInByScram() {
    var access = fixture.access("mesh", "any", Map.of("mechanism", "PLAIN"));

    try (Deployer plain = Fixture.TRANSPORT.deployer(access)) {
      assertThatExceptionOfType(MeshException.class)
          .isThrownBy(() -> plain.makeCredential("app"))
          .satisfies(e -> assertThat(e.code()).isEqualTo(TransportError.NOT_SUPPORTED));
    }
  }

  @Test
  void saysThatThePasswordIsWrong() {
    try (Deployer stranger =
        Fixture.TRANSPORT.deployer(fixture.access("mesh", "guessed", Map.of()))) {
      assertThatExceptionOfType(MeshException.class)
          .isThrownBy(stranger::probe)
          .satisfies(e -> assertThat(e.code()).isEqualTo(TransportError.AUTHENTICATION_FAILED))
          .satisfies(e -> assertThat(e.text()).doesNotContain("guessed"));
    }
  }

  @Test
  void namesWhoReadsATopic() {
    Resource topic = topic("read");
    execute(new Operation.Create(topic));
    fixture.write(fixture.address("read"), 0, "one", "two", "three");
    foreigner.consume(fixture.address("read"), "group-" + fixture.tag, 1);

    assertThat(observe(topic.id()).readers())
        .singleElement()
        .satisfies(group -> assertThat(group.name()).isEqualTo("group-" + fixture.tag))
        .satisfies(group -> assertThat(group.lag()).isEqualTo(2));
  }

  private Resource topic(String name) {
    return fixture.render(fixture.channel(name)).resources().getFirst();
  }

  private Resource rule(String name) {
    return Acls.rule(
        "user-" + fixture.tag,
        AclOperation.READ,
        ResourceType.TOPIC,
        PatternType.LITERAL,
        fixture.address(name).value());
  }

  private ObservedResource observe(ResourceId id) {
    return deployer.observe(Set.of(id)).resources().get(id);
  }

  private Outcome execute(Operation operation) {
    return deployer.execute(List.of(operation)).getFirst();
  }
}
