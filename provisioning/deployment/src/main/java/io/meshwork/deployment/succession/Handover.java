package io.meshwork.deployment.succession;

import io.meshwork.api.ManifestBroker;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.execution.BoundedCall;
import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.execution.StopSignal;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.deployment.store.MoveStore;
import io.meshwork.deployment.store.StoredManifest;
import io.meshwork.model.BrokerName;
import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.LinkKind;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.TransportError;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * Switches manifests so that a link goes on exactly where the one ended that it goes on for.
 *
 * <p>Invariant: an heir is told to relays only in one transaction with where it begins, and that is
 * read only after the former has ended: no relay is told of it any more, those that are alive have
 * said so, and what they still had open is shut out at the target. Everything before that can be
 * done again, and is undone by letting the former go on. So a process that dies leaves formers that
 * run, or that are held; both are carried on by whoever resumes the deployment. Thread safe.
 *
 * <p>Heirs come about with the last switch of a plan, when links that lead to them run already:
 * events wait in the former's source for as long as that takes, and in no other way.
 */
public class Handover {
  private static final Duration PATIENCE = Duration.ofSeconds(8);
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private final ManifestKeeper manifests;
  private final Standing standing;
  private final Catalog catalog;
  private final Brokers brokers;
  private final RelaysHeard relays;
  private final Clock clock;

  Handover(
      ManifestKeeper manifests,
      Standing standing,
      Catalog catalog,
      Brokers brokers,
      RelaysHeard relays,
      Clock clock) {
    this.manifests = manifests;
    this.standing = standing;
    this.catalog = catalog;
    this.brokers = brokers;
    this.relays = relays;
    this.clock = clock;
  }

  /** What it switches. */
  public ManifestKeeper manifests() {
    return manifests;
  }

  /** Lets every link of these regions go on that waited for an heir which will not come. */
  public void giveUp(Collection<RegionName> regions) {
    regions.forEach(manifests::release);
  }

  /**
   * Makes one of a plan's switches, or finds it made already.
   *
   * @param all switches of the plan, in their order
   */
  public Outcome apply(Step.Switch step, List<Step.Switch> all) {
    try {
      Map<RegionName, StoredManifest> now = manifests.read();
      List<Succession> open = Succession.of(now, all);
      if (open.isEmpty()) {
        return manifests.apply(step);
      }
      Outcome first = begin(step, all, now, open);
      boolean last = step.number() == all.getLast().number();
      return last && first instanceof Outcome.Done ? succeed(all) : first;
    } catch (NotTold e) {
      return e.isToWait() ? new Outcome.Unknown(e.text()) : new Outcome.Refused(e.text());
    } catch (MeshException e) {
      return e.code() == TransportError.BROKER_UNREACHABLE || e.code() == TransportError.THROTTLED
          ? new Outcome.Unknown(e.text())
          : new Outcome.Refused(e.text());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Unknown("The switch was interrupted.");
    }
  }

  /** Whatever is of no succession, with places for links that lead to heirs. */
  private Outcome begin(
      Step.Switch step,
      List<Step.Switch> all,
      Map<RegionName, StoredManifest> now,
      List<Succession> open)
      throws InterruptedException {
    List<Step.LinkChange> plain =
        step.links().stream()
            .filter(change -> open.stream().noneMatch(s -> s.isAbout(step.region(), change)))
            .toList();
    StoredManifest there = now.getOrDefault(step.region(), StoredManifest.none(step.region()));
    List<DesiredLink> opening =
        plain.stream()
            .filter(change -> !there.links().containsKey(change.id()))
            .map(Step.LinkChange::after)
            .filter(Objects::nonNull)
            .filter(link -> link.kind() == LinkKind.TRANSFER)
            .toList();
    List<MoveStore.Entry> starts =
        opening.isEmpty() ? List.of() : bounded(() -> starts(opening, all, now, open));
    return manifests.apply(List.of(new Step.Switch(step.number(), step.region(), plain)), starts);
  }

  private List<MoveStore.Entry> starts(
      List<DesiredLink> opening,
      List<Step.Switch> all,
      Map<RegionName, StoredManifest> now,
      List<Succession> open) {
    try (Places places = places(all, now)) {
      List<MoveStore.Entry> starts = new ArrayList<>();
      for (DesiredLink link : opening) {
        standing.opening(places, link, open).ifPresent(starts::add);
      }
      return starts;
    }
  }

  private Outcome succeed(List<Step.Switch> all) throws InterruptedException {
    Ended ended = new Ended();
    StopSignal pause = new StopSignal();
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        Outcome outcome = wave(all, ended);
        if (!(outcome instanceof Outcome.Done) || isOver(all)) {
          return outcome;
        }
        if (System.nanoTime() > until) {
          return new Outcome.Unknown("Links that go on for others are not all begun yet.");
        }
      } catch (NotTold e) {
        if (!e.isToWait() || System.nanoTime() > until || !manifests.isRunning()) {
          throw e;
        }
        if (pause.within(PAUSE)) {
          throw e;
        }
      }
    }
  }

  private boolean isOver(List<Step.Switch> all) {
    return Succession.of(manifests.read(), all).isEmpty();
  }

  /** Those whose way is laid: no link that leads to them is an heir that has not begun yet. */
  private Outcome wave(List<Step.Switch> all, Ended ended) throws InterruptedException {
    Map<RegionName, StoredManifest> now = manifests.read();
    List<Succession> open = Succession.of(now, all);
    Feeders after = Feeders.after(now, all);
    List<Succession> wave =
        open.stream()
            .filter(
                each ->
                    after.way(each.heir().from()).stream()
                        .noneMatch(
                            link -> open.stream().anyMatch(other -> other.heir().equals(link))))
            .toList();
    for (Succession each : wave) {
      if (!isAsPlanned(each, all)) {
        return new Outcome.Conflict(
            "Link '%s' in region '%s' is not as the plan saw it; plan again."
                .formatted(each.former().link().id(), each.formerRegion()));
      }
    }
    bounded(() -> tellable(wave, all, now));
    relays.refuseBehind(hold(wave));
    List<MoveStore.Entry> starts = bounded(() -> heirs(wave, all, now, ended));
    return manifests.apply(parts(wave, all), starts);
  }

  /** Only for looking: whoever calls may have gone on when it ends. */
  private static <T> T bounded(Callable<T> look) throws InterruptedException {
    return BoundedCall.within(LIMIT, "A broker", look);
  }

  /** Finds out whether it can be told where heirs begin, before anything ends. */
  private int tellable(
      List<Succession> wave, List<Step.Switch> all, Map<RegionName, StoredManifest> now) {
    int told = 0;
    try (Places places = places(all, now)) {
      for (Succession each : wave) {
        if (each.former().runs()) {
          places.of(each, () -> standing.now(places, each.former().link()));
          told++;
        }
      }
    }
    return told;
  }

  private List<MoveStore.Entry> heirs(
      List<Succession> wave,
      List<Step.Switch> all,
      Map<RegionName, StoredManifest> now,
      Ended ended) {
    try (Places places = places(all, now)) {
      List<MoveStore.Entry> starts = new ArrayList<>();
      for (Succession each : wave) {
        DesiredLink former = each.former().link();
        Map<Integer, Position> at =
            places.of(each, () -> ended.of(former, () -> standing.ended(places, former)));
        standing.start(places, each.heir(), at, each.words()).ifPresent(starts::add);
      }
      return starts;
    }
  }

  private static boolean isAsPlanned(Succession succession, List<Step.Switch> all) {
    DesiredLink former = succession.former().link();
    return all.stream()
        .filter(step -> step.region().equals(succession.formerRegion()))
        .flatMap(step -> step.links().stream())
        .filter(change -> change.id().equals(former.id()))
        .allMatch(change -> former.equals(change.before()));
  }

  private Map<RegionName, Long> hold(List<Succession> wave) {
    Map<RegionName, Long> held = new TreeMap<>();
    for (Succession each : wave) {
      held.merge(
          each.formerRegion(),
          manifests.hold(each.formerRegion(), each.former().link().id()),
          Math::max);
    }
    return held;
  }

  /** What the plan's switches say of these successions, by region. */
  private static List<Step.Switch> parts(List<Succession> wave, List<Step.Switch> all) {
    List<Step.Switch> parts = new ArrayList<>();
    for (Step.Switch step : all) {
      List<Step.LinkChange> of =
          step.links().stream()
              .filter(change -> wave.stream().anyMatch(s -> s.isAbout(step.region(), change)))
              .toList();
      if (!of.isEmpty()) {
        parts.add(new Step.Switch(step.number(), step.region(), of));
      }
    }
    return parts;
  }

  private Places places(List<Step.Switch> all, Map<RegionName, StoredManifest> now) {
    Map<BrokerName, ManifestBroker> known = new TreeMap<>();
    now.values()
        .forEach(manifest -> manifest.brokers().forEach(each -> known.put(each.name(), each)));
    var snapshot = catalog.snapshot(catalog.currentRevision());
    snapshot
        .brokers()
        .forEach(
            (name, entity) ->
                known.put(
                    name,
                    new ManifestBroker(
                        name,
                        entity.spec().transport(),
                        entity.spec().region(),
                        entity.spec().settings())));
    return new Places(
        Feeders.before(now, all),
        Feeders.after(now, all),
        new Places.Known(known, snapshot.brokers().keySet()),
        brokers,
        clock.instant());
  }
}
