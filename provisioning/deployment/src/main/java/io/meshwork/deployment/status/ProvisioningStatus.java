package io.meshwork.deployment.status;

import io.meshwork.api.LinkDocument;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.SubscriptionStatus;
import io.meshwork.controlplane.catalog.SubscriptionStatusSource;
import io.meshwork.controlplane.monitoring.Instance;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.plan.PlanComputer;
import io.meshwork.deployment.store.DeploymentStore;
import io.meshwork.deployment.store.PlanStore;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.planner.LinkEnd;
import io.meshwork.planner.Refusal;
import io.meshwork.planner.Route;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tells of subscriptions what stage they are at: from the catalog, the manifests, what was applied,
 * and what relays report. What it knows is at most a second old.
 */
public class ProvisioningStatus implements SubscriptionStatusSource {
  private static final Duration FRESH = Duration.ofSeconds(1);

  private final Catalog catalog;
  private final PlanComputer computer;
  private final ManifestKeeper manifests;
  private final Sources sources;
  private final DirectLag directLag;
  private final Clock clock;
  private volatile @Nullable Picture last;

  /** What it reads beside the catalog. */
  public record Sources(PlanStore plans, DeploymentStore deployments, Monitoring monitoring) {}

  /** Over these sources. */
  public ProvisioningStatus(
      Catalog catalog,
      PlanComputer computer,
      ManifestKeeper manifests,
      Sources sources,
      DirectLag directLag,
      Clock clock) {
    this.catalog = catalog;
    this.computer = computer;
    this.manifests = manifests;
    this.sources = sources;
    this.directLag = directLag;
    this.clock = clock;
  }

  @Override
  public Map<SubscriptionName, Provisioned> statusOf(Collection<SubscriptionName> subscriptions) {
    Picture picture = picture();
    Map<SubscriptionName, Provisioned> statuses = new HashMap<>();
    for (SubscriptionName subscription : subscriptions) {
      List<Route> routes = picture.now().routes().getOrDefault(subscription, List.of());
      if (!routes.isEmpty() || picture.now().refused().containsKey(subscription)) {
        statuses.put(subscription, provisioned(picture, subscription, routes));
      }
    }
    return statuses;
  }

  private Provisioned provisioned(
      Picture picture, SubscriptionName subscription, List<Route> routes) {
    Map<EventTypeName, Stand> stands = new TreeMap<>();
    for (Route route : routes) {
      stands.put(route.grant().eventType(), stand(picture, route));
    }
    for (Refusal refusal : picture.now().refused().getOrDefault(subscription, List.of())) {
      Stand refused = new Stand(Stage.FAILED, refusal.message());
      refusal.subjects().stream()
          .filter(EventTypeName.class::isInstance)
          .forEach(type -> stands.put((EventTypeName) type, refused));
    }
    Stand worst =
        stands.values().stream()
            .reduce(ProvisioningStatus::worse)
            .orElseGet(() -> refusedWhole(picture, subscription));
    boolean active = worst.stage() == Stage.ACTIVE;
    Map<EventTypeName, Stage> stages = new TreeMap<>();
    stands.forEach((type, stand) -> stages.put(type, stand.stage()));
    Lag lag = lag(picture, routes);
    return new Provisioned(
        worst.stage(),
        stages,
        channels(routes),
        active ? picture.now().desired().revision().number() : null,
        lag.events(),
        lag.seconds(),
        worst.problem());
  }

  private Stand stand(Picture picture, Route route) {
    Provisioning now = picture.now();
    SubscriptionName subscription = route.grant().subscription();
    List<Refusal> refusals = now.refusals(subscription, route.grant().eventType());
    if (!refusals.isEmpty()) {
      return new Stand(Stage.FAILED, refusals.getFirst().message());
    }
    boolean made =
        !now.open().contains(subscription) && route.links().stream().allMatch(now::isTold);
    return made ? running(picture, route) : attempted(picture, subscription);
  }

  private static Stand attempted(Picture picture, SubscriptionName subscription) {
    return switch (picture.attempts().of(subscription)) {
      case Attempts.Attempt.Working() -> new Stand(Stage.PROVISIONING, null);
      case Attempts.Attempt.Failed(String problem) -> new Stand(Stage.FAILED, problem);
      case Attempts.Attempt.Waiting(String problem) -> new Stand(Stage.WAITING, problem);
      // The plan for the last change is about to be made.
      case Attempts.Attempt.Applied() -> new Stand(Stage.PROVISIONING, null);
      case null -> new Stand(Stage.PROVISIONING, null);
    };
  }

  /** Made is active once a relay runs every link of the way, at the revision that brought it. */
  private static Stand running(Picture picture, Route route) {
    for (LinkId id : route.links()) {
      Provisioning.Running link = picture.now().links().get(id);
      if (link != null && picture.ran().getOrDefault(link.region(), -1L) < link.stored().since()) {
        return new Stand(
            Stage.PROVISIONING,
            "No relay of region '%s' has taken over link '%s' yet.".formatted(link.region(), id));
      }
    }
    return new Stand(Stage.ACTIVE, null);
  }

  private static Stand refusedWhole(Picture picture, SubscriptionName subscription) {
    return picture.now().refused().getOrDefault(subscription, List.of()).stream()
        .findFirst()
        .map(refusal -> new Stand(Stage.FAILED, refusal.message()))
        .orElse(new Stand(Stage.WAITING, null));
  }

  private static Stand worse(Stand one, Stand other) {
    return badness(one.stage()) >= badness(other.stage()) ? one : other;
  }

  private static int badness(Stage stage) {
    return switch (stage) {
      case ACTIVE -> 0;
      case PROVISIONING -> 1;
      case WAITING -> 2;
      case FAILED -> 3;
    };
  }

  private static List<SubscriptionStatus.Channel> channels(List<Route> routes) {
    List<SubscriptionStatus.Channel> channels = new ArrayList<>();
    for (Route route : routes) {
      for (LinkEnd read : route.reads()) {
        channels.add(
            new SubscriptionStatus.Channel(
                read.broker(), read.address(), route.grant().eventType()));
      }
    }
    return channels.stream().distinct().toList();
  }

  private Lag lag(Picture picture, List<Route> routes) {
    Long events = null;
    Double seconds = null;
    for (Route route : routes) {
      if (route.mode() == Route.Mode.DIRECT) {
        OptionalLong own = directLag.of(route);
        if (own.isPresent()) {
          events = (events == null ? 0 : events) + own.getAsLong();
        }
      }
      for (LinkId id : route.links()) {
        LinkDocument link = picture.links().get(id.value());
        if (link != null && link.reportedAt() != null) {
          events = (events == null ? 0 : events) + link.lagEvents();
          seconds = Math.max(seconds == null ? 0 : seconds, link.lagSeconds());
        }
      }
    }
    return new Lag(events, seconds);
  }

  private Picture picture() {
    Instant now = clock.instant();
    Picture known = last;
    if (known != null && known.at().plus(FRESH).isAfter(now)) {
      return known;
    }
    var desired = computer.desired(catalog.snapshot(catalog.currentRevision()));
    Map<RegionName, Long> ran =
        sources.monitoring().alive(null).stream()
            .collect(Collectors.toMap(Instance::region, Instance::manifestRevision, Math::max));
    Map<String, LinkDocument> links =
        sources.monitoring().links(Actor.mesh()).stream()
            .collect(Collectors.toMap(LinkDocument::id, link -> link, (one, _) -> one));
    Picture picture =
        new Picture(
            now,
            Provisioning.of(computer, desired, manifests),
            Attempts.read(sources.plans(), sources.deployments()),
            ran,
            links);
    last = picture;
    return picture;
  }

  private record Picture(
      Instant at,
      Provisioning now,
      Attempts attempts,
      Map<RegionName, Long> ran,
      Map<String, LinkDocument> links) {}

  private record Stand(Stage stage, @Nullable String problem) {}

  private record Lag(@Nullable Long events, @Nullable Double seconds) {}
}
