package io.meshwork.deployment.browse;

import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.deployment.execution.BoundedCall;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.deployment.plan.PlanComputer;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.planner.LinkEnd;
import io.meshwork.planner.Route;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/** Looks through readers, all channels at the same time, five seconds at most. */
public class ChannelBrowser implements Browse {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final Catalog catalog;
  private final PlanComputer computer;
  private final Brokers brokers;

  /** Over these brokers. */
  public ChannelBrowser(Catalog catalog, PlanComputer computer, Brokers brokers) {
    this.catalog = catalog;
    this.computer = computer;
    this.brokers = brokers;
  }

  @Override
  public Browsed newest(Actor actor, EventTypeName eventType, int limit) {
    Resource resource = catalog.get(actor, eventType);
    CatalogSnapshot now = catalog.snapshot(catalog.currentRevision());
    boolean payloads =
        catalog.allows(actor, Operation.READ_PAYLOAD, eventType) && isWhole(actor, resource, now);
    Set<BrokerName> published =
        now.publications().values().stream()
            .filter(each -> each.spec().eventType().equals(eventType))
            .map(each -> each.spec().broker())
            .collect(Collectors.toCollection(TreeSet::new));
    List<Place> places = new ArrayList<>();
    for (BrokerName broker : published) {
      var entity = now.brokers().get(broker);
      if (entity != null) {
        places.add(
            new Place(
                broker,
                entity.spec(),
                address(entity.spec(), new ChannelId.Entry(eventType, broker))));
      }
    }
    return look(places, payloads, limit, resource.spec(EventTypeSpec.class).examples());
  }

  @Override
  public Browsed newest(Actor actor, SubscriptionName subscription, int limit) {
    catalog.get(actor, subscription);
    CatalogSnapshot now = catalog.snapshot(catalog.currentRevision());
    List<Place> places = new ArrayList<>();
    List<JsonText> examples = new ArrayList<>();
    boolean payloads = true;
    for (Route route : computer.desired(now).routes()) {
      if (!route.grant().subscription().equals(subscription)) {
        continue;
      }
      EventTypeName type = route.grant().eventType();
      payloads &= catalog.allows(actor, Operation.READ_PAYLOAD, type);
      var eventType = now.eventTypes().get(type);
      if (eventType != null) {
        examples.addAll(eventType.spec().examples());
      }
      for (LinkEnd read : route.reads()) {
        var broker = now.brokers().get(read.broker());
        if (broker != null) {
          places.add(new Place(read.broker(), broker.spec(), read.address()));
        }
      }
    }
    return look(places.stream().distinct().toList(), payloads, limit, examples);
  }

  /** The owner, and who was granted all of it: a grant for a filter shows no more than it. */
  public static boolean isWhole(Actor actor, Resource eventType, CatalogSnapshot catalog) {
    var owner = eventType.metadata().team();
    if (owner != null && (actor.roleIn(owner).isPresent() || isOf(actor, owner))) {
      return true;
    }
    return catalog.grants().values().stream()
        .filter(grant -> grant.key().eventType().equals(eventType.name()))
        .filter(grant -> grant.state() == GrantState.APPROVED && grant.filter() == null)
        .map(Grant::key)
        .map(key -> catalog.subscriptions().get(key.subscription()))
        .anyMatch(
            subscriber ->
                subscriber != null
                    && (actor.roleIn(subscriber.team()).isPresent()
                        || isOf(actor, subscriber.team())));
  }

  private static boolean isOf(Actor actor, TeamName team) {
    return actor.holder() instanceof Actor.Holder.Application application
        && application.team().equals(team);
  }

  private ChannelAddress address(BrokerSpec spec, ChannelId channel) {
    var transport = brokers.transport(spec);
    return transport
        .blueprint(Settings.check(transport.settings(), spec.settings()))
        .address(channel);
  }

  private Browsed look(List<Place> places, boolean payloads, int limit, List<JsonText> examples) {
    int most = Math.clamp(limit, 1, MAX_EVENTS);
    List<Future<Found>> asked = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Place place : places) {
        asked.add(threads.submit(() -> read(place, payloads ? most : 0)));
      }
    }
    List<BrowsedEvent> events = new ArrayList<>();
    List<Browsed.Channel> channels = new ArrayList<>();
    for (Future<Found> answer : asked) {
      Found found = found(answer);
      events.addAll(found.events());
      channels.add(found.channel());
    }
    events.sort(Comparator.comparing(BrowsedEvent::at).reversed());
    return new Browsed(
        events.subList(0, Math.min(most, events.size())),
        payloads,
        channels,
        payloads ? List.of() : examples);
  }

  private Found read(Place place, int most) throws InterruptedException {
    String broker = place.broker().value();
    String address = place.address().value();
    try {
      return BoundedCall.within(
          LIMIT,
          "Broker '%s'".formatted(broker),
          () -> {
            try (Reader reader = brokers.reader(place.broker(), place.spec())) {
              List<Received> newest = most == 0 ? List.of() : reader.newest(place.address(), most);
              return new Found(
                  newest.stream().map(each -> EventText.of(broker, each)).toList(),
                  new Browsed.Channel(broker, address, retained(reader, place.address()), null));
            }
          });
    } catch (MeshException e) {
      return new Found(List.of(), new Browsed.Channel(broker, address, null, e.text()));
    }
  }

  private static long retained(Reader reader, ChannelAddress channel) {
    Map<SourcePartition, Position> first = reader.positionsAt(channel, Instant.EPOCH);
    long retained = 0;
    for (var end : reader.ends(channel).entrySet()) {
      Position from = first.get(end.getKey());
      if (from != null) {
        retained += reader.distance(end.getKey(), from, end.getValue());
      }
    }
    return retained;
  }

  private static Found found(Future<Found> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("A reader broke", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while browsing", e);
    }
  }

  private record Place(BrokerName broker, BrokerSpec spec, ChannelAddress address) {}

  private record Found(List<BrowsedEvent> events, Browsed.Channel channel) {}
}
