package io.meshwork.deployment.trace;

import io.meshwork.api.TraceDocument.Kind;
import io.meshwork.api.TraceDocument.Reason;
import io.meshwork.api.TraceDocument.State;
import io.meshwork.api.TraceDocument.TracedHop;
import io.meshwork.api.TraceDocument.TracedPlace;
import io.meshwork.deployment.store.MoveStore;
import io.meshwork.deployment.verify.End;
import io.meshwork.model.MeshException;
import io.meshwork.model.SubscriptionName;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.LinkEnd;
import io.meshwork.planner.LinkKind;
import io.meshwork.planner.Route;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Walks from an entry channel along the links that there were, hop by hop. Invariant: what a hop
 * says of the event is judged over the event as it was found one hop before. One thread.
 */
final class Walk {
  /** So far publishers' clocks and relays' may differ. */
  static final Duration SKEW = Duration.ofSeconds(60);

  private static final int MOST_HOPS = 500;

  private final Scene scene;
  private final Sights sights;
  private final ChannelSearch.Bounds bounds;
  private final Set<SubscriptionName> reached = new TreeSet<>();
  private int hops;
  private boolean full;

  Walk(Scene scene, Sights sights, ChannelSearch.Bounds bounds) {
    this.scene = scene;
    this.sights = sights;
    this.bounds = bounds;
  }

  /** Whether something was left out since there was too much. */
  boolean isCut() {
    return full;
  }

  /** The subscriptions to which some hop told of so far belongs. */
  Set<SubscriptionName> reached() {
    return reached;
  }

  /** What lies behind a channel in which the event was found. */
  List<TracedHop> behind(Source source) {
    List<TracedHop> found = new ArrayList<>();
    for (LinkLife life : scene.out(source.channel(), source.at().minus(HopJudge.TAKEOVER))) {
      if (admits()) {
        found.add(over(life, source));
      }
    }
    for (Route route : scene.direct(source.channel())) {
      if (admits()) {
        reached.add(route.grant().subscription());
        found.add(direct(route, source));
      }
    }
    return found;
  }

  private boolean admits() {
    full |= hops >= MOST_HOPS || System.nanoTime() > bounds.until();
    hops++;
    return !full;
  }

  private TracedHop over(LinkLife life, Source source) {
    DesiredLink link = life.shown(source.at());
    Sighting sighting = look(life, link, source);
    Verdict verdict =
        told(link, new HopJudge(life, source.event(), source.at(), sighting.track()), sighting);
    Crossing crossing = sighting.track().crossing();
    List<Received> places =
        sighting.find() instanceof Find.There(var there) ? there : List.<Received>of();
    Instant at = at(crossing, places, source);
    List<TracedHop> behind =
        places.isEmpty()
            ? unreached(link, source)
            : behind(new Source(link.to(), places, at == null ? source.at() : at));
    return hop(link, verdict, places, places.isEmpty() ? null : at, source, behind);
  }

  private record Sighting(Track track, Find find) {}

  /** The catalog's reason goes before that the link was not there. */
  private Verdict told(DesiredLink link, HopJudge judge, Sighting sighting) {
    Verdict verdict = judge.judge(sighting.find());
    SubscriptionName subscription = link.subscription();
    if (subscription == null && link.demands().size() == 1) {
      subscription = link.demands().firstKey();
    }
    boolean open = verdict.reason() == Reason.NO_LINK || verdict.reason() == Reason.STARTED_LATER;
    if (!open || subscription == null || !scene.shown().contains(subscription)) {
      return verdict;
    }
    Verdict standing = scene.standing(subscription).verdict();
    return standing == null ? verdict : standing;
  }

  /** When the link wrote it; without a commit the broker's own time where it gave one. */
  private static @Nullable Instant at(
      @Nullable Crossing crossing, List<Received> places, Source source) {
    if (crossing != null) {
      return crossing.at();
    }
    long there = places.isEmpty() ? 0 : places.getFirst().event().timestamp();
    return there > source.event().timestamp() ? Instant.ofEpochMilli(there) : null;
  }

  private Sighting look(LinkLife life, DesiredLink link, Source source) {
    Track track = new Track(null, false, false, Track.Reach.UNKNOWN, 0, null);
    try {
      Sight target = sights.of(link.to().broker());
      List<Crossing> crossings = new ArrayList<>();
      track = track(life, link, source, crossings);
      List<Crossing.TargetRange> ranges =
          crossings.stream()
              .flatMap(crossing -> crossing.targets().stream())
              .filter(range -> range.partition().channel().equals(link.to().address()))
              .toList();
      Likeness likeness = LinkTransform.likeness(link, source.event());
      Find find =
          target.ask(
              end -> {
                ChannelSearch search = new ChannelSearch(end, link.to().address(), bounds);
                return ranges.isEmpty()
                    ? search.around(
                        source.timestamp().minus(SKEW),
                        null,
                        number -> mayHold(link, source, number),
                        received -> likeness.isOf(received.event()))
                    : search.within(ranges, received -> likeness.isOf(received.event()));
              });
      return new Sighting(track, find);
    } catch (MeshException e) {
      return new Sighting(track, new Find.Unreadable(e.text()));
    }
  }

  private static boolean mayHold(DesiredLink link, Source source, int number) {
    return link.from().partitions() != link.to().partitions()
        || source.places().stream().anyMatch(place -> place.partition().number() == number);
  }

  /** Collects the commits that took the event in; there are several where it was read again. */
  private Track track(LinkLife life, DesiredLink link, Source source, List<Crossing> taking) {
    Received first = source.places().getFirst();
    SourcePartition partition = first.partition();
    Sight target = sights.of(link.to().broker());
    Sight.Commits commits = target.commits(scene.links()::knows, source.timestamp().minus(SKEW));
    Sight origin = sights.of(link.from().broker());
    boolean[] joined = {false};
    DesiredLink newest = life.now() == null ? link : life.now();
    Position position = target.position(newest.group(), new LinkPartition(link.id(), partition));
    return origin.ask(
        end -> {
          for (Crossing each : commits.byLink().getOrDefault(link.id(), List.of())) {
            boolean begins = !end.isBefore(partition, first.before(), each.from());
            if (each.source().equals(partition) && begins) {
              joined[0] = true;
              if (end.isBefore(partition, first.before(), each.through())) {
                taking.add(each);
              }
            }
          }
          Crossing taken = taking.isEmpty() ? null : taking.getLast();
          if (position == null) {
            return new Track(taken, commits.whole(), joined[0], Track.Reach.NONE, 0, null);
          }
          boolean before = end.isBefore(partition, position, first.after());
          return new Track(
              taken,
              commits.whole(),
              joined[0],
              before ? Track.Reach.BEFORE : Track.Reach.PAST,
              before ? end.distance(partition, position, first.before()) : 0,
              moved(end, link, first, source.at()));
        });
  }

  /** Moves that were made just before the event came, and lead past it, count too. */
  private @Nullable String moved(End end, DesiredLink link, Received first, Instant at) {
    for (MoveStore.Entry entry : scene.moves().apply(link.id())) {
      boolean past =
          entry.move().places().stream()
              .filter(place -> place.partition() == first.partition().number())
              .anyMatch(
                  place ->
                      end.isBefore(
                          first.partition(), first.before(), new Position(place.position())));
      if (past && entry.at().isAfter(at.minus(HopJudge.TAKEOVER))) {
        return "at %s by %s: %s".formatted(entry.at(), entry.by(), entry.reason());
      }
    }
    return null;
  }

  private TracedHop hop(
      DesiredLink link,
      Verdict verdict,
      List<Received> places,
      @Nullable Instant at,
      Source source,
      List<TracedHop> behind) {
    SubscriptionName subscription = link.subscription();
    if (subscription != null) {
      reached.add(subscription);
    }
    return new TracedHop(
        link.kind() == LinkKind.TRANSFER ? Kind.TRANSFER : Kind.DELIVERY,
        sights.region(link.to().broker()),
        link.to().broker().value(),
        link.to().address().value(),
        link.id().value(),
        subscription == null ? null : subscription.value(),
        verdict.state(),
        verdict.reason(),
        verdict.text(),
        verdict.clauses(),
        verdict.next(),
        places(places),
        at,
        at == null ? null : Duration.between(source.at(), at).toMillis(),
        behind);
  }

  static List<TracedPlace> places(List<Received> places) {
    return places.stream()
        .map(
            each ->
                new TracedPlace(
                    each.partition().number(),
                    each.before().value(),
                    Instant.ofEpochMilli(each.event().timestamp())))
        .toList();
  }

  /** What lies behind a link over which the event did not come: told without reading. */
  private List<TracedHop> unreached(DesiredLink before, Source source) {
    List<TracedHop> found = new ArrayList<>();
    for (LinkLife life : scene.out(before.to(), source.at().minus(HopJudge.TAKEOVER))) {
      DesiredLink link = life.shown(source.at());
      SubscriptionName subscription = link.subscription();
      List<String> clauses =
          subscription == null
              ? LinkFilter.unmet(link, source.event())
              : LinkFilter.unmet(link, link.demands().get(subscription), source.event());
      Verdict verdict =
          clauses.isEmpty()
              ? notBefore(subscription)
              : Verdict.heldBack("Its own filter does not let this event pass.", clauses);
      if (admits()) {
        found.add(hop(link, verdict, List.of(), null, source, unreached(link, source)));
      }
    }
    for (Route route : scene.direct(before.to())) {
      SubscriptionName subscription = route.grant().subscription();
      reached.add(subscription);
      found.add(reader(route, before.to(), notBefore(subscription), List.of()));
    }
    return found;
  }

  private Verdict notBefore(@Nullable SubscriptionName subscription) {
    Verdict standing = subscription == null ? null : scene.standing(subscription).verdict();
    return standing != null
            && (standing.reason() == Reason.NO_GRANT || standing.reason() == Reason.PAUSED)
        ? standing
        : Verdict.absent(Reason.NOT_AT_HOP_BEFORE, "It did not come over the link before.", null);
  }

  private TracedHop direct(Route route, Source source) {
    SubscriptionName subscription = route.grant().subscription();
    Standing standing = scene.standing(subscription);
    Verdict verdict = standing.isGranted() ? standing.paused() : standing.verdict();
    if (verdict == null) {
      verdict = Readers.verdict(route, source, sights);
    }
    boolean there = verdict.state() == State.FOUND;
    return reader(route, source.channel(), verdict, there ? places(source.places()) : List.of());
  }

  private TracedHop reader(
      Route route, LinkEnd channel, Verdict verdict, List<TracedPlace> places) {
    return new TracedHop(
        Kind.DIRECT,
        sights.region(channel.broker()),
        channel.broker().value(),
        channel.address().value(),
        null,
        route.grant().subscription().value(),
        verdict.state(),
        verdict.reason(),
        verdict.text(),
        verdict.clauses(),
        verdict.next(),
        places,
        null,
        null,
        List.of());
  }

  /** A subscription to which nothing leads. */
  static TracedHop alone(Scene scene, SubscriptionName subscription) {
    Verdict verdict = scene.standing(subscription).verdict();
    if (verdict == null) {
      verdict =
          Verdict.absent(
              Reason.NO_LINK,
              scene
                  .refusal(subscription)
                  .orElse(
                      "Nothing that was applied leads to subscription '%s'."
                          .formatted(subscription)),
              "Plan and apply: mesh plan, mesh apply.");
    }
    return new TracedHop(
        Kind.SUBSCRIPTION,
        "",
        "",
        null,
        null,
        subscription.value(),
        verdict.state(),
        verdict.reason(),
        verdict.text(),
        verdict.clauses(),
        verdict.next(),
        List.of(),
        null,
        null,
        List.of());
  }
}
