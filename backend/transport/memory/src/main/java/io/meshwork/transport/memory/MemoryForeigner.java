package io.meshwork.transport.memory;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * What others do on a memory broker behind our back: past faults, and past grants unless a method
 * names a principal. Any thread.
 */
public final class MemoryForeigner {
  private static final Map<String, String> DEFAULTS =
      Map.of(Topic.RETENTION, "PT168H", Topic.MAX_SIZE, "1048576");

  private final MemoryBroker broker;

  MemoryForeigner(MemoryBroker broker) {
    this.broker = broker;
  }

  /** Makes a topic with the broker's defaults. */
  public void createTopic(ChannelAddress topic, int partitions) {
    Map<String, String> attributes = new TreeMap<>(DEFAULTS);
    attributes.put(Topic.PARTITIONS, Integer.toString(partitions));
    create(Resource.of(Topic.KIND, topic.value(), attributes));
  }

  /** Makes any resource, such as a grant; refused when it is there. */
  public void create(Resource resource) {
    broker.change(
        state -> {
          if (state.resources.containsKey(resource.id())) {
            throw new IllegalStateException(resource.id() + " is there already");
          }
          state.put(resource, broker.nextIdentity());
        });
  }

  /** Deletes any resource. */
  public void delete(ResourceId id) {
    broker.change(state -> state.remove(id));
  }

  /** Deletes a topic with its events. */
  public void deleteTopic(ChannelAddress topic) {
    delete(topicId(topic));
  }

  /** Deletes a topic and makes one of the same shape under its name. */
  public void recreateTopic(ChannelAddress topic) {
    broker.change(
        state -> {
          BrokerState.Held held = state.resources.get(topicId(topic));
          if (held == null) {
            throw BrokerState.notThere(topic.value());
          }
          state.remove(topicId(topic));
          state.put(held.resource(), broker.nextIdentity());
        });
  }

  /** Changes how long a topic keeps events. */
  public void changeRetention(ChannelAddress topic, Duration retention) {
    broker.change(
        state -> {
          BrokerState.Held held = state.resources.get(topicId(topic));
          if (held == null) {
            throw BrokerState.notThere(topic.value());
          }
          Map<String, String> attributes = new TreeMap<>(held.resource().attributes());
          attributes.put(Topic.RETENTION, retention.toString());
          state.reshape(held, Resource.of(Topic.KIND, topic.value(), attributes));
        });
  }

  /** Loses our mark of a resource. */
  public void loseMark(ResourceId id) {
    broker.change(state -> state.marks.remove(id));
  }

  /** Makes a principal that no installation made. */
  public void createPrincipal(String principal, String secret) {
    broker.change(state -> state.logins.put(principal, new BrokerState.Login(secret, null)));
  }

  /** Publishes without a transaction; where each event lies. */
  public List<Position> publish(ChannelAddress topic, int partition, List<Event> events) {
    return append(topic, partition, events, null);
  }

  /** Publishes in a transaction that is then aborted. */
  public void publishAborted(ChannelAddress topic, int partition, List<Event> events) {
    broker.change(
        state -> {
          Transaction transaction = new Transaction();
          append(topic, partition, events, transaction);
          transaction.end(false, broker.now().toEpochMilli());
        });
  }

  /** Publishes in a transaction that stays open until it is told to end. */
  public OpenTransaction publishOpen(ChannelAddress topic, int partition, List<Event> events) {
    Transaction transaction = new Transaction();
    append(topic, partition, events, transaction);
    return commit -> broker.change(state -> transaction.end(commit, broker.now().toEpochMilli()));
  }

  /** A foreign transaction that waits for its end. */
  @FunctionalInterface
  public interface OpenTransaction {
    /** Commits or aborts. */
    void end(boolean commit);
  }

  /** The oldest events of a partition go, as with retention. */
  public void expire(ChannelAddress topic, int partition, int events) {
    broker.change(
        state -> {
          PartitionLog log = log(state, topic, partition);
          log.dropBefore(log.start() + events);
        });
  }

  /** Reads up to {@code most} committed events as a group and commits how far it got. */
  public List<Event> consume(ChannelAddress topic, String group, int most) {
    return broker.locked(state -> consume(state, topic, group, most));
  }

  /** The same as a principal, who needs the grants. */
  public List<Event> consumeAs(String principal, ChannelAddress topic, String group, int most) {
    return broker.locked(
        state -> {
          state.demand(principal, Acl.Operation.READ, Acl.Target.TOPIC, topic.value());
          state.demand(principal, Acl.Operation.READ, Acl.Target.GROUP, group);
          return consume(state, topic, group, most);
        });
  }

  /** Connects a member of a group to a topic until closed. */
  public Membership connect(ChannelAddress topic, String group) {
    broker.change(state -> groupOf(state, group).connect(topic.value(), 1));
    AtomicBoolean open = new AtomicBoolean(true);
    return () -> {
      if (open.getAndSet(false)) {
        broker.change(state -> groupOf(state, group).connect(topic.value(), -1));
      }
    };
  }

  /** A connected consumer. */
  @FunctionalInterface
  public interface Membership extends AutoCloseable {
    @Override
    void close();
  }

  /** The committed events of a partition, oldest first. */
  public List<Event> read(ChannelAddress topic, int partition) {
    return broker.look(
        state -> {
          PartitionLog log = log(state, topic, partition);
          return visible(log, log.start(), Integer.MAX_VALUE, new ArrayList<>());
        });
  }

  private List<Position> append(
      ChannelAddress address,
      int partition,
      List<Event> events,
      @Nullable Transaction transaction) {
    return broker.locked(
        state -> {
          Topic topic = state.topicOrRefuse(address);
          PartitionLog log = log(state, address, partition);
          return events.stream()
              .map(event -> log.append(event, transaction, broker.now().toEpochMilli()))
              .map(topic::position)
              .toList();
        });
  }

  private static List<Event> consume(
      BrokerState state, ChannelAddress address, String group, int most) {
    Topic topic = state.topicOrRefuse(address);
    Group reader = groupOf(state, group);
    List<Event> found = new ArrayList<>();
    for (int number = 0; number < topic.size(); number++) {
      PartitionLog log = log(state, address, number);
      long offset = Math.max(log.start(), reader.offset(address.value(), number, log.start()));
      while (offset < log.stableEnd() && found.size() < most) {
        Event event = log.at(offset++).visible();
        if (event != null) {
          found.add(event);
        }
      }
      reader.commit(address.value(), number, offset);
    }
    return found;
  }

  private static List<Event> visible(PartitionLog log, long from, int most, List<Event> found) {
    for (long offset = from; offset < log.stableEnd() && found.size() < most; offset++) {
      Event event = log.at(offset).visible();
      if (event != null) {
        found.add(event);
      }
    }
    return found;
  }

  private static Group groupOf(BrokerState state, String group) {
    return state.groups.computeIfAbsent(group, any -> new Group());
  }

  private static PartitionLog log(BrokerState state, ChannelAddress address, int partition) {
    PartitionLog log = state.topicOrRefuse(address).log(partition);
    if (log == null) {
      throw new MeshException(
          TransportError.CHANNEL_NOT_FOUND,
          "'%s' has no partition %d.".formatted(address, partition));
    }
    return log;
  }

  private static ResourceId topicId(ChannelAddress topic) {
    return new ResourceId(Topic.KIND, topic.value());
  }
}
