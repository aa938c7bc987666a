package io.meshwork.deployment.discovery;

import io.meshwork.api.DiscoveryDocument;
import io.meshwork.api.DiscoveryDocument.Item;
import io.meshwork.api.DiscoveryDocument.Owner;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.CatalogError;
import io.meshwork.deployment.execution.BoundedCall;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.transport.spi.Blueprint;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.ConsumerGroup;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.Traffic;
import io.meshwork.transport.spi.Transport;
import io.meshwork.transport.spi.TransportError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks the broker itself, and reads a few events of each channel that is nobody's. */
public class BrokerDiscovery implements Discovery {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration READING = Duration.ofSeconds(15);

  private final Catalog catalog;
  private final Brokers brokers;
  private final Clock clock;

  /** Over these brokers. */
  public BrokerDiscovery(Catalog catalog, Brokers brokers, Clock clock) {
    this.catalog = catalog;
    this.brokers = brokers;
    this.clock = clock;
  }

  @Override
  public DiscoveryDocument discover(Actor actor, BrokerName broker, Query query) {
    catalog.require(actor, Operation.CHANGE, broker);
    if (query.limit() < 1 || query.limit() > MAX_LISTED) {
      throw new MeshException(
          CatalogError.INVALID_QUERY,
          "limit is %d; it must be between 1 and %d.".formatted(query.limit(), MAX_LISTED));
    }
    BrokerSpec spec = catalog.get(actor, broker).spec(BrokerSpec.class);
    Transport transport = brokers.transport(spec);
    if (!transport.capabilities().contains(Capability.ADOPTION)) {
      throw new MeshException(
          TransportError.NOT_SUPPORTED,
          "Broker '%s' cannot be searched: its transport '%s' takes nothing over that others made."
              .formatted(broker, transport.name()));
    }
    try {
      return BoundedCall.within(
          LIMIT, "Broker '%s'".formatted(broker), () -> look(actor, broker, spec, query));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MeshException(
          TransportError.BROKER_UNREACHABLE, "Nobody waited for broker '%s'.".formatted(broker), e);
    }
  }

  private DiscoveryDocument look(Actor actor, BrokerName broker, BrokerSpec spec, Query query) {
    Instant at = clock.instant();
    List<ObservedResource> found;
    Map<ResourceId, Traffic> traffic;
    boolean more;
    try (Deployer deployer = brokers.deployer(broker, spec)) {
      List<ObservedResource> all =
          deployer.discover().stream()
              .filter(each -> isNotOurs(each) && isAsked(each, query))
              .sorted(Comparator.comparing(each -> each.resource().id()))
              .toList();
      more = all.size() > query.limit();
      found = more ? all.subList(0, query.limit()) : all;
      traffic =
          deployer.traffic(
              found.stream().map(each -> each.resource().id()).collect(Collectors.toSet()));
    }
    Transport transport = brokers.transport(spec);
    Blueprint blueprint =
        transport.blueprint(Settings.check(transport.settings(), spec.settings()));
    Proposals proposals =
        new Proposals(broker, blueprint, query.team(), name -> isTaken(actor, name));
    List<Item> items = new ArrayList<>();
    Instant until = at.plus(READING);
    try (Reader reader = brokers.reader(broker, spec)) {
      for (ObservedResource each : found) {
        boolean inTime = clock.instant().isBefore(until);
        items.add(
            item(
                each,
                traffic.get(each.resource().id()),
                blueprint.shape(each.effective()).orElse(null),
                new Reading(proposals, reader, inTime)));
      }
    }
    return new DiscoveryDocument(
        broker.value(), at, items, more ? found.getLast().resource().id().toString() : null);
  }

  private static boolean isNotOurs(ObservedResource each) {
    return switch (each.ownership()) {
      case Ownership.Ours _, Ownership.Intended _ -> false;
      case Ownership.Foreign _, Ownership.Other _ -> true;
    };
  }

  private static boolean isAsked(ObservedResource each, Query query) {
    String words = query.words();
    String cursor = query.cursor();
    String name = each.resource().id().toString();
    return (words == null || name.toLowerCase(Locale.ROOT).contains(words.toLowerCase(Locale.ROOT)))
        && (cursor == null || each.resource().id().toString().compareTo(cursor) > 0);
  }

  /** One that is retired too: its name stays reserved. */
  private boolean isTaken(Actor actor, EventTypeName name) {
    try {
      catalog.get(actor, name);
      return true;
    } catch (MeshException e) {
      return false;
    }
  }

  private record Reading(Proposals proposals, Reader reader, boolean inTime) {}

  private static Item item(
      ObservedResource each,
      @Nullable Traffic traffic,
      @Nullable ChannelShape shape,
      Reading reading) {
    ResourceId id = each.resource().id();
    String other =
        each.ownership() instanceof Ownership.Other(var installation)
            ? installation.toString()
            : null;
    Proposals.Answer answer =
        other != null
            ? new Proposals.Answer.No(
                "Another Meshwork installation keeps it; register it there, or let that one give"
                    + " it back.")
            : proposed(id, shape, reading);
    return new Item(
        id.toString(),
        other == null ? Owner.FOREIGN : Owner.OTHER_INSTALLATION,
        other,
        shape == null ? null : shape.partitions(),
        traffic == null ? null : traffic.retained(),
        traffic == null ? null : traffic.lastDay(),
        each.readers().stream().map(ConsumerGroup::name).distinct().sorted().toList(),
        answer instanceof Proposals.Answer.Yes(var proposal) ? proposal : null,
        answer instanceof Proposals.Answer.No(var reason) ? reason : null);
  }

  private static Proposals.Answer proposed(
      ResourceId id, @Nullable ChannelShape shape, Reading reading) {
    try {
      Samples samples =
          reading.inTime() && shape != null
              ? Samples.of(reading.reader(), new ChannelAddress(id.name()))
              : Samples.NONE;
      return reading.proposals().of(id, shape, samples, reading.inTime());
    } catch (MeshException e) {
      return new Proposals.Answer.No("Its events cannot be read: " + e.text());
    }
  }
}
