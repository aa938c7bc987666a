package io.meshwork.transport.kafka;

import io.meshwork.model.InstallationId;
import io.meshwork.transport.spi.ConsumerGroup;
import io.meshwork.transport.spi.Credential;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Observation;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Traffic;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * Brings topics, access rules and SCRAM users into the wanted shape, and remembers whose they are.
 */
final class KafkaDeployer implements Deployer {
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

  private final Connection connection;
  private final Clock clock;
  private final UnaryOperator<Admin> around;
  private @Nullable Open open;

  KafkaDeployer(Connection connection) {
    this(connection, Clock.systemUTC(), admin -> admin);
  }

  /** With another client around the real one. */
  KafkaDeployer(Connection connection, Clock clock, UnaryOperator<Admin> around) {
    this.connection = connection;
    this.clock = clock;
    this.around = around;
  }

  @Override
  public Observation observe(Set<ResourceId> asked) {
    Open now = open();
    Marks marks = now.log.read();
    Set<ResourceId> wanted = new HashSet<>(asked);
    wanted.addAll(marks.standingFor(connection.access().installation()));
    return new Observation(clock.instant(), observed(now, marks, wanted));
  }

  private Map<ResourceId, ObservedResource> observed(
      Open now, Marks marks, Set<ResourceId> wanted) {
    InstallationId ours = connection.access().installation();
    Map<ResourceId, Found> found = new HashMap<>();
    now.shelves.forEach((kind, shelf) -> found.putAll(shelf.find(ofKind(wanted, kind))));
    Map<String, List<ConsumerGroup>> readers = readers(now, found.keySet());
    Map<ResourceId, ObservedResource> resources = new HashMap<>();
    found.forEach(
        (id, there) -> {
          Set<String> names =
              marks
                  .holder(id, there)
                  .map(entry -> entry.mark().attributes().keySet())
                  .orElse(there.explicit());
          resources.put(
              id,
              new ObservedResource(
                  new Resource(id, there.attributes(names), Set.of()),
                  there.defaults(names),
                  there.identity(),
                  marks.ownership(id, there, ours),
                  readers.getOrDefault(id.name(), List.of())));
        });
    return resources;
  }

  @Override
  public Map<ResourceId, Traffic> traffic(Set<ResourceId> resources) {
    return new TopicTraffic(connection, open().admin).of(resources, clock.instant());
  }

  @Override
  public List<ObservedResource> discover() {
    Open now = open();
    Set<ResourceId> topics =
        connection.await("listing topics", now.admin.listTopics().names()).stream()
            .filter(name -> !Topics.isOwn(name))
            .map(name -> new ResourceId(Topics.KIND, name))
            .collect(Collectors.toSet());
    return observed(now, now.log.read(), topics).values().stream()
        .sorted(Comparator.comparing(one -> one.resource().id()))
        .toList();
  }

  private static Map<String, List<ConsumerGroup>> readers(Open now, Set<ResourceId> found) {
    Set<String> topics =
        ofKind(found, Topics.KIND).stream().map(ResourceId::name).collect(Collectors.toSet());
    return now.groups.reading(topics).stream()
        .collect(Collectors.groupingBy(group -> group.channel().value()));
  }

  private static Set<ResourceId> ofKind(Set<ResourceId> ids, String kind) {
    return ids.stream().filter(id -> id.kind().equals(kind)).collect(Collectors.toSet());
  }

  @Override
  public List<Outcome> execute(List<Operation> operations) {
    if (operations.size() > MAX_BATCH) {
      throw new IllegalArgumentException(
          "%d operations; one call takes at most %d".formatted(operations.size(), MAX_BATCH));
    }
    Open now = open();
    Map<ResourceId, Outcome> outcomes = new HashMap<>();
    now.shelves.forEach(
        (kind, shelf) -> {
          List<Operation> chosen =
              operations.stream().filter(one -> one.id().kind().equals(kind)).toList();
          if (!chosen.isEmpty()) {
            outcomes.putAll(new Execution(connection, now.log, shelf, clock).run(chosen));
          }
        });
    List<Outcome> inOrder = new ArrayList<>();
    for (Operation operation : operations) {
      inOrder.add(
          outcomes.computeIfAbsent(
              operation.id(),
              id ->
                  new Outcome.Refused(
                      "Kafka has no resources of kind '%s'; there are: %s."
                          .formatted(id.kind(), now.shelves.keySet()))));
    }
    return inOrder;
  }

  @Override
  public Credential makeCredential(String principal) {
    Open now = open();
    return new Credentials(connection, now.admin, now.log, clock).make(Acls.user(principal));
  }

  @Override
  public void probe() {
    connection.await("probing", open().admin.describeCluster().nodes());
  }

  private Open open() {
    Open now = open;
    if (now == null) {
      Admin admin = around.apply(connection.admin("deployer"));
      // Topics before the rules that name them.
      Map<String, Shelf> shelves = new LinkedHashMap<>();
      shelves.put(Topics.KIND, new TopicShelf(connection, admin));
      shelves.put(Acls.KIND, new AclShelf(connection, admin));
      now = new Open(admin, new MarkLog(connection, admin), shelves, new Groups(connection, admin));
      open = now;
    }
    return Objects.requireNonNull(now);
  }

  @Override
  public void close() {
    Open now = open;
    if (now != null) {
      now.log.close();
      now.admin.close(CLOSE_LIMIT);
      open = null;
    }
  }

  private record Open(Admin admin, MarkLog log, Map<String, Shelf> shelves, Groups groups) {}
}
