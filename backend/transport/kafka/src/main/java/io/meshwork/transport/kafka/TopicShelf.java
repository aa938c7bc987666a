package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicCollection;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Topics: identity is the topic's id, and deletion goes by it. */
record TopicShelf(Connection connection, Admin admin) implements Shelf {
  /** Describing a topic's configuration takes some kilobytes of answer. */
  private static final int SLICE = 500;

  @Override
  public Map<ResourceId, Found> find(Set<ResourceId> ids) {
    List<TopicDescription> topics =
        new ArrayList<>(
            describe(ids.stream().map(ResourceId::name).filter(name -> !name.isEmpty()).toList())
                .values());
    List<Asked> asked = new ArrayList<>();
    Map<ResourceId, Found> found = new HashMap<>();
    for (int from = 0; from < topics.size(); from += SLICE) {
      asked.add(ask(topics.subList(from, Math.min(topics.size(), from + SLICE))));
      // One answer is read while the cluster works on the next.
      if (asked.size() > 1) {
        collect(asked.removeFirst(), found);
      }
    }
    asked.forEach(one -> collect(one, found));
    return found;
  }

  private Asked ask(List<TopicDescription> topics) {
    var names = topics.stream().map(topic -> config(topic.name())).toList();
    return new Asked(topics, admin.describeConfigs(names).values());
  }

  private void collect(Asked asked, Map<ResourceId, Found> found) {
    for (TopicDescription topic : asked.topics) {
      var future = Objects.requireNonNull(asked.configs.get(config(topic.name())), "asked for");
      if (!(connection.fault(future) instanceof UnknownTopicOrPartitionException)) {
        Config config = connection.await("reading topic '" + topic.name() + "'", future);
        found.put(new ResourceId(Topics.KIND, topic.name()), found(topic, config));
      }
    }
  }

  private record Asked(
      List<TopicDescription> topics, Map<ConfigResource, KafkaFuture<Config>> configs) {}

  /** How many partitions the channels' topics have; those that are not there are absent. */
  Map<ChannelAddress, Integer> partitions(Set<ChannelAddress> channels) {
    Map<ChannelAddress, Integer> counts = new HashMap<>();
    describe(channels.stream().map(ChannelAddress::value).toList())
        .forEach((name, topic) -> counts.put(new ChannelAddress(name), topic.partitions().size()));
    return counts;
  }

  /** Topics by name; those that are not there are absent. */
  Map<String, TopicDescription> describe(Collection<String> names) {
    Map<String, TopicDescription> found = new HashMap<>();
    if (names.isEmpty()) {
      return found;
    }
    admin
        .describeTopics(new TreeSet<>(names))
        .topicNameValues()
        .forEach(
            (name, future) -> {
              Throwable fault = connection.fault(future);
              if (!(fault instanceof UnknownTopicOrPartitionException)) {
                found.put(name, connection.await("reading topic '" + name + "'", future));
              }
            });
    return found;
  }

  @Override
  public Map<ResourceId, Effect> create(List<Creation> creations) {
    Map<ResourceId, Effect> effects = new HashMap<>();
    if (creations.isEmpty()) {
      return effects;
    }
    create(creations, true, effects);
    List<Creation> without =
        creations.stream().filter(one -> refusesProof(effects.get(one.id()))).toList();
    if (!without.isEmpty()) {
      create(without, false, effects);
    }
    return effects;
  }

  private void create(
      List<Creation> creations, boolean withProof, Map<ResourceId, Effect> effects) {
    var made = admin.createTopics(creations.stream().map(one -> topic(one, withProof)).toList());
    for (Creation creation : creations) {
      String name = creation.id().name();
      KafkaFuture<Uuid> future = made.topicId(name);
      Throwable fault = connection.fault(future);
      effects.put(
          creation.id(),
          fault == null
              ? new Effect.Made(identity(connection.await("making topic '" + name + "'", future)))
              : afterFault(creation, fault));
    }
  }

  /** Some hosted clusters let nobody set it: there a making that is cut short cannot be proved. */
  private static boolean refusesProof(@Nullable Effect effect) {
    return effect instanceof Effect.Failed(Throwable fault)
        && (fault instanceof InvalidConfigurationException
            || fault instanceof PolicyViolationException)
        && KafkaErrors.words(fault).contains(Topics.PROOF);
  }

  /** It was not there before: one that carries our claim is ours, its first answer lost. */
  private Effect afterFault(Creation creation, Throwable fault) {
    if (!(fault instanceof TopicExistsException)) {
      return new Effect.Failed(fault);
    }
    Found there = find(Set.of(creation.id())).get(creation.id());
    return there != null
            && there.proof() instanceof Found.Proof.Carried(long claim)
            && claim == creation.claim().number()
        ? new Effect.Made(there.identity())
        : new Effect.Taken(
            "was made by others at the same moment; adopt it, choose another name, or have it deleted");
  }

  @Override
  public Map<ResourceId, Effect> change(
      List<Operation.Change> changes, Map<ResourceId, Found> found) {
    Map<ResourceId, Effect> effects = new HashMap<>();
    Map<String, NewPartitions> partitions = new HashMap<>();
    Map<ConfigResource, Collection<AlterConfigOp>> configs = new HashMap<>();
    for (Operation.Change change : changes) {
      Found there = Objects.requireNonNull(found.get(change.id()), "found before");
      effects.put(change.id(), new Effect.Made(there.identity()));
      int now = Integer.parseInt(Objects.requireNonNull(there.values().get(Topics.PARTITIONS)));
      int wanted = TopicChanges.partitions(change.to());
      if (wanted < now) {
        effects.put(
            change.id(),
            new Effect.Failed(
                new InvalidPartitionsException(
                    "a topic of %d partitions cannot get %d".formatted(now, wanted))));
        continue;
      }
      if (wanted > now) {
        partitions.put(change.id().name(), NewPartitions.increaseTo(wanted));
      }
      Collection<AlterConfigOp> edits = edits(change, there);
      if (!edits.isEmpty()) {
        configs.put(config(change.id().name()), edits);
      }
    }
    if (!configs.isEmpty()) {
      admin
          .incrementalAlterConfigs(configs)
          .values()
          .forEach((topic, future) -> note(effects, topic.name(), connection.fault(future)));
    }
    if (!partitions.isEmpty()) {
      admin
          .createPartitions(partitions)
          .values()
          .forEach((name, future) -> note(effects, name, connection.fault(future)));
    }
    return effects;
  }

  @Override
  public Map<ResourceId, Effect> delete(List<Operation.Delete> deletions) {
    Map<ResourceId, Effect> effects = new HashMap<>();
    if (deletions.isEmpty()) {
      return effects;
    }
    Map<Uuid, ResourceId> ids = new HashMap<>();
    deletions.forEach(one -> ids.put(Uuid.fromString(one.identity().value()), one.id()));
    admin
        .deleteTopics(TopicCollection.ofTopicIds(ids.keySet()))
        .topicIdValues()
        .forEach(
            (uuid, future) -> {
              Throwable fault = connection.fault(future);
              ResourceId id = Objects.requireNonNull(ids.get(uuid), "asked for");
              effects.put(
                  id,
                  fault == null || fault instanceof UnknownTopicIdException
                      ? new Effect.Gone()
                      : new Effect.Failed(fault));
            });
    return effects;
  }

  static Identity identity(Uuid id) {
    return new Identity(id.toString());
  }

  static ConfigResource config(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static void note(
      Map<ResourceId, Effect> effects, String topic, @Nullable Throwable fault) {
    if (fault != null) {
      effects.put(new ResourceId(Topics.KIND, topic), new Effect.Failed(fault));
    }
  }

  private static Collection<AlterConfigOp> edits(Operation.Change change, Found there) {
    Collection<AlterConfigOp> edits = new ArrayList<>();
    change
        .to()
        .attributes()
        .forEach(
            (name, value) -> {
              boolean same = value.equals(there.values().get(name));
              if (!name.equals(Topics.PARTITIONS) && !same) {
                edits.add(
                    new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET));
              }
            });
    for (String name : change.from().attributes().keySet()) {
      boolean dropped = !change.to().attributes().containsKey(name);
      if (dropped && !name.equals(Topics.PARTITIONS) && there.explicit().contains(name)) {
        edits.add(new AlterConfigOp(new ConfigEntry(name, null), AlterConfigOp.OpType.DELETE));
      }
    }
    return edits;
  }

  private NewTopic topic(Creation creation, boolean withProof) {
    Resource resource = creation.resource();
    Map<String, String> configs = new HashMap<>(resource.attributes());
    configs.remove(Topics.PARTITIONS);
    if (withProof) {
      configs.put(Topics.PROOF, Long.toString(Long.MAX_VALUE - creation.claim().number()));
    }
    short replicas = connection.settings().replicationFactor();
    return new NewTopic(
            resource.id().name(),
            Optional.of(TopicChanges.partitions(resource)),
            replicas < 0 ? Optional.empty() : Optional.of(replicas))
        .configs(configs);
  }

  private static Found found(TopicDescription topic, Config config) {
    Map<String, String> values = new HashMap<>();
    Set<String> explicit = new HashSet<>();
    values.put(Topics.PARTITIONS, Integer.toString(topic.partitions().size()));
    explicit.add(Topics.PARTITIONS);
    for (ConfigEntry entry : config.entries()) {
      if (Topics.WATCHED.contains(entry.name()) && entry.value() != null) {
        values.put(entry.name(), entry.value());
        if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
          explicit.add(entry.name());
        }
      }
    }
    return new Found(identity(topic.topicId()), values, explicit, proof(config));
  }

  private static Found.Proof proof(Config config) {
    ConfigEntry entry = config.get(Topics.PROOF);
    if (entry == null
        || entry.value() == null
        || entry.source() != ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
      return new Found.Proof.Absent();
    }
    long claim = Long.MAX_VALUE - Long.parseLong(entry.value());
    return claim >= 1 && claim <= Claim.LARGEST
        ? new Found.Proof.Carried(claim)
        : new Found.Proof.Absent();
  }
}
