package io.meshwork.deployment.manifest;

import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestBroker;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.PositionMove;
import io.meshwork.api.RedriveDocument;
import io.meshwork.api.RedriveReport;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.deployment.execution.ManifestSwitch;
import io.meshwork.deployment.execution.Signal;
import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.installation.Installation;
import io.meshwork.deployment.store.ManifestStore;
import io.meshwork.deployment.store.MoveStore;
import io.meshwork.deployment.store.RedriveStore;
import io.meshwork.deployment.store.StoredLink;
import io.meshwork.deployment.store.StoredManifest;
import io.meshwork.deployment.store.StoredRedrive;
import io.meshwork.model.BrokerName;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.LinkEnd;
import io.meshwork.transport.spi.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keeps manifests and wakes who waits for a newer one. What other control planes switch is noticed
 * within {@link #LOOK}, and only looked for while somebody asks.
 */
public class ManifestKeeper implements Manifests, ManifestSwitch, LinkDirectory, SmartLifecycle {
  static final Duration LOOK = Duration.ofMillis(500);

  /** For so long relays are told of a move; the target remembers for ever that it was taken. */
  private static final Duration TOLD = Duration.ofDays(30);

  /** The bound of memory that a link gets. */
  static final long MAX_BYTES_IN_FLIGHT = 16L * 1024 * 1024;

  private final ManifestStore store;
  private final Catalog catalog;
  private final Permissions permissions;
  private final Installation installation;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final Signal switched = new Signal();
  private volatile boolean running = true;
  private volatile Seen seen = new Seen(Instant.MIN, Map.of(), Map.of(), Map.of());

  /** Over this store. */
  public ManifestKeeper(
      ManifestStore store,
      Catalog catalog,
      Permissions permissions,
      Installation installation,
      TransactionTemplate transaction,
      Clock clock) {
    this.store = store;
    this.catalog = catalog;
    this.permissions = permissions;
    this.installation = installation;
    this.transaction = transaction;
    this.clock = clock;
  }

  @Override
  public Manifest current(Actor actor, RegionName region) {
    permissions.require(actor, Operation.READ_MANIFEST, Guarded.region(region));
    return render(manifest(region));
  }

  @Override
  public Optional<Manifest> newer(Actor actor, RegionName region, long known, Duration wait) {
    permissions.require(actor, Operation.READ_MANIFEST, Guarded.region(region));
    Duration bounded = wait.compareTo(MAX_WAIT) > 0 ? MAX_WAIT : wait;
    long until = System.nanoTime() + bounded.toNanos();
    while (true) {
      long count = switched.count();
      StoredManifest manifest = manifest(region);
      if (manifest.revision() != known) {
        return Optional.of(render(manifest));
      }
      Duration left = Duration.ofNanos(until - System.nanoTime());
      if (!left.isPositive() || !running) {
        return Optional.empty();
      }
      try {
        switched.await(count, left.compareTo(LOOK) < 0 ? left : LOOK);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
  }

  @Override
  public void start() {
    running = true;
  }

  /** Lets who waits go, so that a server that stops need not. */
  @Override
  public void stop() {
    running = false;
    switched.give();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public Outcome apply(Step.Switch step) {
    return apply(List.of(step), List.of());
  }

  /** Makes several changes, and moves the links that they bring, all at once or not at all. */
  public Outcome apply(List<Step.Switch> steps, List<MoveStore.Entry> moves) {
    CatalogSnapshot now = catalog.snapshot(catalog.currentRevision());
    Outcome outcome =
        Objects.requireNonNull(
            transaction.execute(
                status -> {
                  for (Step.Switch step : steps) {
                    Outcome each = change(step, now);
                    if (!(each instanceof Outcome.Done)) {
                      status.setRollbackOnly();
                      return each;
                    }
                  }
                  moves.forEach(store.moves()::add);
                  return new Outcome.Done(null);
                }),
            "an outcome");
    forget();
    switched.give();
    return outcome;
  }

  /** Tells relays nothing of a link any more, and returns the revision since when that is so. */
  public long hold(RegionName region, LinkId link) {
    return redrawn(
        region,
        (before, links) -> {
          StoredLink stored = links.get(link);
          Long held = stored == null ? null : stored.heldSince();
          if (held != null) {
            return held;
          }
          if (stored == null) {
            return before.revision();
          }
          links.put(link, stored.held(before.revision() + 1));
          return before.revision() + 1;
        });
  }

  /** Tells a region's relays of all its links again. */
  public void release(RegionName region) {
    redrawn(
        region,
        (_, links) -> {
          links.replaceAll((_, stored) -> stored.runs() ? stored : stored.held(null));
          return region;
        });
  }

  private <T> T redrawn(
      RegionName region, BiFunction<StoredManifest, SortedMap<LinkId, StoredLink>, T> change) {
    T result =
        Objects.requireNonNull(
            transaction.execute(
                _ -> {
                  StoredManifest before = store.lock(region);
                  SortedMap<LinkId, StoredLink> links = new TreeMap<>(before.links());
                  T changed = change.apply(before, links);
                  if (!links.equals(before.links())) {
                    store.replace(
                        new StoredManifest(region, before.revision() + 1, links, before.brokers()));
                  }
                  return changed;
                }),
            "what has changed");
    forget();
    switched.give();
    return result;
  }

  /**
   * Tells relays the settings that the catalog has now for the brokers that they use. Returns the
   * regions that got a new revision.
   */
  public List<RegionName> refreshBrokers() {
    CatalogSnapshot now = catalog.snapshot(catalog.currentRevision());
    List<RegionName> changed = new ArrayList<>();
    for (RegionName region : store.revisions().keySet()) {
      transaction.executeWithoutResult(
          _ -> {
            StoredManifest before = store.lock(region);
            List<ManifestBroker> brokers = brokers(before.links(), now, before.brokers());
            if (!brokers.equals(before.brokers())) {
              store.replace(
                  new StoredManifest(region, before.revision() + 1, before.links(), brokers));
              changed.add(region);
            }
          });
    }
    forget();
    switched.give();
    return changed;
  }

  /** Tells relays of position moves, by region: of all or of none. */
  public void move(Map<RegionName, List<MoveStore.Entry>> moves) {
    transaction.executeWithoutResult(
        _ ->
            new TreeMap<>(moves)
                .forEach(
                    (region, entries) -> {
                      StoredManifest before = store.lock(region);
                      entries.forEach(store.moves()::add);
                      store.replace(
                          new StoredManifest(
                              region, before.revision() + 1, before.links(), before.brokers()));
                    }));
    forget();
    switched.give();
  }

  @Override
  public Map<LinkId, Placed> links() {
    Map<LinkId, Placed> links = new TreeMap<>();
    all()
        .forEach(
            (region, manifest) ->
                manifest.links().forEach((id, link) -> links.put(id, placed(link.link(), region))));
    return links;
  }

  private Placed placed(DesiredLink link, RegionName region) {
    return new Placed(link(link), region, link.teamRate());
  }

  /** Every region's manifest as last seen, at most {@link #LOOK} old. */
  public Map<RegionName, StoredManifest> all() {
    Instant now = clock.instant();
    Seen last = seen;
    if (last.at().plus(LOOK).isAfter(now)) {
      return last.manifests();
    }
    return look(now);
  }

  /** Every region's manifest as it is in the database now. */
  public Map<RegionName, StoredManifest> read() {
    return look(clock.instant());
  }

  /**
   * Asks the database, whatever others have seen a moment ago. What is returned is at least as new
   * as the call.
   */
  private Map<RegionName, StoredManifest> look(Instant now) {
    Map<RegionName, Long> revisions = store.revisions();
    Seen last = seen;
    Map<RegionName, StoredManifest> manifests = last.manifests();
    Map<LinkId, List<PositionMove>> moved = last.moves();
    if (!revisions.equals(last.revisions())) {
      Map<RegionName, StoredManifest> read = new TreeMap<>();
      store.all().forEach(manifest -> read.put(manifest.region(), manifest));
      manifests = read;
      moved = store.moves().since(now.minus(TOLD));
    }
    seen = new Seen(now, revisions, manifests, moved);
    return manifests;
  }

  private StoredManifest manifest(RegionName region) {
    StoredManifest manifest = all().get(region);
    return manifest == null ? StoredManifest.none(region) : manifest;
  }

  private void forget() {
    seen = new Seen(Instant.MIN, seen.revisions(), seen.manifests(), seen.moves());
  }

  private Outcome change(Step.Switch step, CatalogSnapshot now) {
    StoredManifest before = store.lock(step.region());
    SortedMap<LinkId, StoredLink> links = new TreeMap<>(before.links());
    long revision = before.revision() + 1;
    boolean changes = false;
    for (Step.LinkChange change : step.links()) {
      StoredLink stored = links.get(change.id());
      DesiredLink found = stored == null ? null : stored.link();
      DesiredLink after = change.after();
      if (Objects.equals(found, after) && (stored == null || stored.runs())) {
        continue;
      }
      if (!Objects.equals(found, after) && !Objects.equals(found, change.before())) {
        return new Outcome.Conflict(
            "Link '%s' in region '%s' is not as the plan saw it; plan again."
                .formatted(change.id(), step.region()));
      }
      changes = true;
      if (after == null) {
        links.remove(change.id());
      } else {
        links.put(change.id(), new StoredLink(after, revision, change.causes()));
      }
    }
    if (changes) {
      store.replace(
          new StoredManifest(
              step.region(), revision, links, brokers(links, now, before.brokers())));
    }
    return new Outcome.Done(null);
  }

  private static List<ManifestBroker> brokers(
      SortedMap<LinkId, StoredLink> links, CatalogSnapshot catalog, List<ManifestBroker> before) {
    TreeSet<BrokerName> names = new TreeSet<>();
    for (StoredLink link : links.values()) {
      names.add(link.link().from().broker());
      names.add(link.link().to().broker());
    }
    List<ManifestBroker> brokers = new ArrayList<>();
    for (BrokerName name : names) {
      var entity = catalog.brokers().get(name);
      if (entity == null) {
        // Retired, and links to be removed still name it: relays go on with what they know.
        before.stream().filter(known -> known.name().equals(name)).forEach(brokers::add);
      } else {
        BrokerSpec spec = entity.spec();
        brokers.add(new ManifestBroker(name, spec.transport(), spec.region(), spec.settings()));
      }
    }
    return brokers;
  }

  private Manifest render(StoredManifest manifest) {
    List<ManifestLink> links =
        manifest.links().values().stream()
            .filter(StoredLink::runs)
            .map(stored -> link(stored.link()))
            .toList();
    List<Manifest.TeamRate> rates = TeamRates.of(manifest.links().values());
    List<ManifestRedrive> redrives = store.redrives().running(manifest.region());
    List<String> required = required(links, rates);
    if (redrives.stream().anyMatch(each -> !each.ranges().isEmpty())) {
      required.add(ManifestRedrive.REPAIRS);
    }
    return new Manifest(
        Manifest.FORMAT,
        required,
        installation.id().value(),
        manifest.region(),
        manifest.revision(),
        manifest.brokers(),
        links,
        redrives,
        rates);
  }

  private static List<String> required(List<ManifestLink> links, List<Manifest.TeamRate> rates) {
    List<String> required = new ArrayList<>();
    if (links.stream().anyMatch(link -> !link.moves().isEmpty())) {
      required.add(ManifestLink.MOVES);
    }
    if (links.stream().flatMap(link -> link.moves().stream()).anyMatch(PositionMove::leavesOut)) {
      required.add(ManifestLink.BACKFILLS);
    }
    if (!rates.isEmpty() || links.stream().anyMatch(link -> link.rate() != null)) {
      required.add(ManifestLink.RATES);
    }
    if (links.stream().anyMatch(link -> link.transform() != null)) {
      required.add(ManifestLink.TRANSFORMS);
    }
    return required;
  }

  /**
   * Changes what is redriven in a region, in one transaction with a new revision of its manifest,
   * so that relays learn of it at once.
   */
  public <T> T redriving(RegionName region, Function<RedriveStore, T> change) {
    T changed =
        Objects.requireNonNull(
            transaction.execute(
                _ -> {
                  StoredManifest before = store.lock(region);
                  T result = change.apply(store.redrives());
                  store.replace(
                      new StoredManifest(
                          region, before.revision() + 1, before.links(), before.brokers()));
                  return result;
                }),
            "what has changed");
    forget();
    switched.give();
    return changed;
  }

  /** Keeps what relays say of redrives, and ends those that are done. */
  @Override
  public void reported(RegionName region, List<RedriveReport> redrives) {
    for (RedriveReport report : redrives) {
      boolean over =
          Boolean.TRUE.equals(transaction.execute(_ -> isOver(store.redrives(), region, report)));
      if (over) {
        redriving(region, all -> end(all, report.id()));
      }
    }
  }

  private static boolean isOver(RedriveStore redrives, RegionName region, RedriveReport report) {
    StoredRedrive before = redrives.lock(report.id()).orElse(null);
    if (before == null
        || before.state() != RedriveDocument.State.RUNNING
        || !before.region().equals(region)) {
      return false;
    }
    StoredRedrive after = before.told(report);
    if (!after.equals(before)) {
      redrives.update(after);
    }
    return after.isOver();
  }

  private boolean end(RedriveStore redrives, UUID id) {
    return redrives
        .lock(id)
        .filter(each -> each.state() == RedriveDocument.State.RUNNING)
        .map(
            each -> {
              redrives.update(each.in(RedriveDocument.State.DONE, clock.instant()));
              return true;
            })
        .orElse(false);
  }

  private ManifestLink link(DesiredLink link) {
    LinkEnd dead = link.deadLetters();
    return new ManifestLink(
        link.id(),
        switch (link.kind()) {
          case TRANSFER -> ManifestLink.LinkKind.TRANSFER;
          case DELIVERY -> ManifestLink.LinkKind.DELIVERY;
        },
        link.eventType(),
        link.team(),
        link.subscription(),
        end(link.from()),
        end(link.to()),
        link.delivery(),
        link.slots(),
        link.filters(),
        link.startAt(),
        MAX_BYTES_IN_FLIGHT,
        seen.moves().getOrDefault(link.id(), List.of()),
        dead == null ? null : end(dead),
        link.rate(),
        link.transform());
  }

  private static ManifestLink.End end(LinkEnd end) {
    return new ManifestLink.End(end.broker(), end.address(), end.partitions());
  }

  private record Seen(
      Instant at,
      Map<RegionName, Long> revisions,
      Map<RegionName, StoredManifest> manifests,
      Map<LinkId, List<PositionMove>> moves) {}
}
