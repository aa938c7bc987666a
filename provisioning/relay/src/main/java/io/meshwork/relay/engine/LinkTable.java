package io.meshwork.relay.engine;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.LinkId;
import io.meshwork.model.event.Event;
import io.meshwork.pattern.EventView;
import io.meshwork.pattern.MatchResult;
import io.meshwork.pattern.MatcherIndex;
import io.meshwork.projection.Projection;
import io.meshwork.projection.Projector;
import io.meshwork.projection.Reading;
import io.meshwork.relay.figures.Figures;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The links of one slot group, by the channel that they read. Immutable; any thread. */
final class LinkTable {
  private final Map<LinkId, Route> routes;
  private final Map<ChannelAddress, Fan> fans;
  private final List<ManifestRedrive> redrives;

  private LinkTable(Map<LinkId, Route> routes, List<ManifestRedrive> redrives) {
    this.routes = routes;
    this.redrives =
        redrives.stream().filter(redrive -> routes.containsKey(redrive.link())).toList();
    Map<ChannelAddress, List<Route>> byChannel = new TreeMap<>();
    for (Route route : routes.values()) {
      byChannel
          .computeIfAbsent(route.link().from().channel(), channel -> new ArrayList<>())
          .add(route);
    }
    this.fans = new TreeMap<>();
    byChannel.forEach((channel, each) -> fans.put(channel, new Fan(each)));
  }

  /** Of these links; one that is equal to a link of the earlier table keeps its route. */
  static LinkTable of(
      List<ManifestLink> links,
      List<ManifestRedrive> redrives,
      Figures figures,
      Rates rates,
      @Nullable LinkTable earlier) {
    Map<LinkId, Route> routes = new TreeMap<>();
    for (ManifestLink link : links) {
      Route known = earlier == null ? null : earlier.routes.get(link.id());
      routes.put(
          link.id(),
          known != null && known.link().equals(link)
              ? known
              : new Route(link, figures.of(link), rates.of(link)));
    }
    return new LinkTable(routes, redrives);
  }

  /** Of these alone; their routes are the same. */
  LinkTable only(Predicate<LinkId> which) {
    Map<LinkId, Route> some = new TreeMap<>(routes);
    some.keySet().removeIf(which.negate());
    return new LinkTable(some, redrives);
  }

  /** What is to be redriven of these links. */
  List<ManifestRedrive> redrives() {
    return redrives;
  }

  @Nullable Route route(LinkId link) {
    return routes.get(link);
  }

  /** Whether it has links beside these. */
  boolean hasMoreThan(Set<LinkId> links) {
    return !links.containsAll(routes.keySet());
  }

  boolean isEmpty() {
    return routes.isEmpty();
  }

  Collection<Route> routes() {
    return routes.values();
  }

  boolean has(LinkId link) {
    return routes.containsKey(link);
  }

  /** Where its links write, dead letters included. */
  Set<ChannelAddress> targets() {
    Set<ChannelAddress> targets = new HashSet<>();
    for (Route route : routes.values()) {
      targets.add(route.link().to().channel());
      ManifestLink.End dead = route.link().deadLetters();
      if (dead != null) {
        targets.add(dead.channel());
      }
    }
    return targets;
  }

  /** Who reads what. */
  Map<ChannelAddress, Fan> fans() {
    return fans;
  }

  /** The least that one of the links may hold in memory. */
  long leastBytesInFlight() {
    return routes.values().stream()
        .mapToLong(route -> route.link().maxBytesInFlight())
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /**
   * All links that read one channel. An event's payload is parsed at most once for all their
   * filters, and once for all their transforms.
   */
  static final class Fan {
    private final List<Route> routes;
    private final EventTypeName eventType;
    private final @Nullable MatcherIndex<Route> filtering;
    private final @Nullable Projector projecting;

    private Fan(List<Route> routes) {
      this.routes = List.copyOf(routes);
      this.eventType = routes.getFirst().link().eventType();
      List<Route> filtered = routes.stream().filter(route -> !route.filter().isAll()).toList();
      if (filtered.isEmpty()) {
        this.filtering = null;
      } else {
        MatcherIndex.Builder<Route> index = MatcherIndex.builder();
        filtered.forEach(route -> index.addExact(route, List.of(eventType), route.filter()));
        this.filtering = index.build();
      }
      List<Projection> projections =
          routes.stream().map(Route::projection).filter(Objects::nonNull).toList();
      this.projecting = projections.isEmpty() ? null : Projector.of(projections);
    }

    List<Route> routes() {
      return routes;
    }

    /** The event to be projected for who wants it so, {@code null}: nobody does. */
    @Nullable Reading read(Event event) {
      return projecting == null ? null : projecting.read(event);
    }

    /** Those of the filtering links that take the event; links without filters are not named. */
    MatchResult<Route> match(Event event) {
      return filtering == null
          ? MatchResult.nobody()
          : filtering.match(EventView.of(eventType, event));
    }
  }
}
