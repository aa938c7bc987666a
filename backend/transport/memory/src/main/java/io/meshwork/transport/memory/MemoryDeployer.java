package io.meshwork.transport.memory;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.InstallationId;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.Change;
import io.meshwork.transport.spi.ConsumerGroup;
import io.meshwork.transport.spi.Credential;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Observation;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Traffic;
import io.meshwork.transport.spi.TransportError;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Builds on a memory broker. Each operation is one call, whose precondition and effect are one
 * step; an intent is marked before a resource is made and its identity after.
 */
final class MemoryDeployer implements Deployer {
  private final MemoryConnection connection;
  private final Set<Capability> capabilities;
  private final InstallationId us;

  MemoryDeployer(MemoryConnection connection, Set<Capability> capabilities) {
    this.connection = connection;
    this.capabilities = capabilities;
    this.us = connection.access().installation();
  }

  @Override
  public Observation observe(Set<ResourceId> asked) {
    return connection.administer(
        MemoryCall.OBSERVE,
        state -> {
          Set<ResourceId> wanted = new TreeSet<>(asked);
          state.marks.forEach(
              (id, mark) -> {
                if (mark.installation().equals(us)) {
                  wanted.add(id);
                }
              });
          Map<ResourceId, ObservedResource> found = new HashMap<>();
          for (ResourceId id : wanted) {
            BrokerState.Held held = state.resources.get(id);
            if (held != null) {
              found.put(id, observed(state, held));
            }
          }
          return new Observation(connection.broker().now(), found);
        });
  }

  @Override
  public Map<ResourceId, Traffic> traffic(Set<ResourceId> resources) {
    if (!capabilities.contains(Capability.REPLAY)) {
      return Map.of();
    }
    return connection.administer(
        MemoryCall.TRAFFIC,
        state -> {
          Instant now = connection.broker().now();
          Map<ResourceId, Traffic> found = new HashMap<>();
          for (ResourceId id : resources) {
            BrokerState.Held held = state.resources.get(id);
            if (held != null && held.topic() != null) {
              found.put(id, held.topic().traffic(now));
            }
          }
          return found;
        });
  }

  @Override
  public List<ObservedResource> discover() {
    if (!capabilities.contains(Capability.ADOPTION)) {
      return List.of();
    }
    return connection.administer(
        MemoryCall.DISCOVER,
        state ->
            state.resources.values().stream()
                .filter(held -> held.topic() != null)
                .map(held -> observed(state, held))
                .toList());
  }

  @Override
  public List<Outcome> execute(List<Operation> operations) {
    if (operations.size() > MAX_BATCH) {
      throw new IllegalArgumentException(
          "%d operations; one call takes %d.".formatted(operations.size(), MAX_BATCH));
    }
    return operations.stream().map(this::execute).toList();
  }

  @Override
  public Credential makeCredential(String principal) {
    MemoryTransport.demand(capabilities, Capability.CREDENTIALS);
    return connection.administer(
        MemoryCall.CREDENTIAL,
        state -> {
          BrokerState.Login login = state.logins.get(principal);
          if (login != null && !us.equals(login.madeBy())) {
            throw new MeshException(
                TransportError.BROKER_REFUSED,
                "Principal '%s' was made by others; name another or let them make its credential."
                    .formatted(principal));
          }
          String secret = UUID.randomUUID().toString();
          state.logins.put(principal, new BrokerState.Login(secret, us));
          return new Credential(principal, secret);
        });
  }

  @Override
  public void probe() {
    connection.administer(MemoryCall.PROBE, state -> true);
  }

  @Override
  public void close() {}

  private ObservedResource observed(BrokerState state, BrokerState.Held held) {
    ResourceId id = held.resource().id();
    boolean read = id.kind().equals(Topic.KIND) && capabilities.contains(Capability.CONSUMER_LAG);
    List<ConsumerGroup> readers = read ? state.consumers(new ChannelAddress(id.name())) : List.of();
    return new ObservedResource(held.resource(), held.identity(), ownership(state, held), readers);
  }

  private Ownership ownership(BrokerState state, BrokerState.Held held) {
    return Mark.read(state.marks.get(held.resource().id()), held.identity(), us);
  }

  private Outcome execute(Operation operation) {
    try {
      return switch (operation) {
        case Operation.Create create -> create(create);
        case Operation.Change change ->
            connection.administer(MemoryCall.CHANGE, state -> change(state, change));
        case Operation.Delete delete ->
            connection.administer(MemoryCall.DELETE, state -> delete(state, delete));
        case Operation.Adopt adopt ->
            connection.administer(MemoryCall.ADOPT, state -> adopt(state, adopt));
        case Operation.Release release ->
            connection.administer(MemoryCall.RELEASE, state -> release(state, release));
      };
    } catch (MeshException e) {
      return e.code() == TransportError.BROKER_UNREACHABLE || e.code() == TransportError.THROTTLED
          ? new Outcome.Unknown(e.text())
          : new Outcome.Refused(e.text());
    }
  }

  private Outcome create(Operation.Create create) {
    ResourceId id = create.id();
    connection.letIn();
    connection.goOn(
        state -> {
          boolean free = !state.resources.containsKey(id) && connection.principal() == null;
          if (free) {
            state.marks.put(id, new Mark(us, null));
          }
          return free;
        });
    Outcome outcome = connection.administer(MemoryCall.CREATE, state -> make(state, create));
    if (outcome instanceof Outcome.Done(Identity identity) && identity != null) {
      connection.goOn(state -> state.marks.put(id, new Mark(us, identity)));
    }
    return outcome;
  }

  private Outcome make(BrokerState state, Operation.Create create) {
    BrokerState.Held held = state.resources.get(create.id());
    if (held == null) {
      Identity identity = connection.broker().nextIdentity();
      state.put(create.resource(), identity);
      return new Outcome.Done(identity);
    }
    boolean same = held.resource().attributes().equals(create.resource().attributes());
    return switch (ownership(state, held)) {
      case Ownership.Ours() ->
          same
              ? new Outcome.Done(held.identity())
              : new Outcome.Conflict(
                  "'%s' is there in another shape: %s. Plan anew."
                      .formatted(create.id(), held.resource().attributes()));
      case Ownership.Intended() ->
          same
              ? new Outcome.Done(held.identity())
              : new Outcome.Conflict(
                  "'%s' is there in a shape that we did not mean to make; adopt it or remove it."
                      .formatted(create.id()));
      case Ownership.Foreign() ->
          new Outcome.Conflict(
              "'%s' is there and was made by others; adopt it or choose another name."
                  .formatted(create.id()));
      case Ownership.Other(var installation) ->
          new Outcome.Conflict(
              "'%s' belongs to the installation %s.".formatted(create.id(), installation));
    };
  }

  private Outcome change(BrokerState state, Operation.Change change) {
    BrokerState.Held held = state.resources.get(change.id());
    if (held == null || !held.identity().equals(change.identity())) {
      return new Outcome.Conflict("'%s' is not the one of the plan.".formatted(change.id()));
    }
    if (!(ownership(state, held) instanceof Ownership.Ours)) {
      return notOurs(change.id());
    }
    Map<String, String> there = held.resource().attributes();
    if (there.equals(change.to().attributes())) {
      return new Outcome.Done(held.identity());
    }
    if (!there.equals(change.from().attributes())) {
      return new Outcome.Conflict(
          "'%s' has another shape than in the plan: %s. Plan anew.".formatted(change.id(), there));
    }
    Change how =
        new MemoryBlueprint(capabilities, Long.MAX_VALUE).change(held.resource(), change.to());
    if (how instanceof Change.Replace(String consequence)) {
      return new Outcome.Refused(consequence);
    }
    state.reshape(held, change.to());
    return new Outcome.Done(held.identity());
  }

  private Outcome delete(BrokerState state, Operation.Delete delete) {
    BrokerState.Held held = state.resources.get(delete.id());
    if (held == null || !held.identity().equals(delete.identity())) {
      state.marks.remove(delete.id(), new Mark(us, delete.identity()));
      return new Outcome.Done(null);
    }
    if (!(ownership(state, held) instanceof Ownership.Ours)) {
      return notOurs(delete.id());
    }
    state.remove(delete.id());
    state.marks.remove(delete.id());
    return new Outcome.Done(null);
  }

  private Outcome adopt(BrokerState state, Operation.Adopt adopt) {
    if (!capabilities.contains(Capability.ADOPTION)) {
      return new Outcome.Refused(
          "NOT_SUPPORTED: this transport cannot take over what others made.");
    }
    BrokerState.Held held = state.resources.get(adopt.id());
    if (held == null || !held.identity().equals(adopt.identity())) {
      return new Outcome.Conflict("'%s' is not the one of the plan.".formatted(adopt.id()));
    }
    if (ownership(state, held) instanceof Ownership.Other(var installation)) {
      return new Outcome.Conflict(
          "'%s' belongs to the installation %s.".formatted(adopt.id(), installation));
    }
    state.marks.put(adopt.id(), new Mark(us, held.identity()));
    return new Outcome.Done(held.identity());
  }

  private Outcome release(BrokerState state, Operation.Release release) {
    state.marks.remove(release.id(), new Mark(us, release.identity()));
    return new Outcome.Done(null);
  }

  private static Outcome notOurs(ResourceId id) {
    return new Outcome.Conflict("'%s' does not carry our mark; adopt it first.".formatted(id));
  }
}
