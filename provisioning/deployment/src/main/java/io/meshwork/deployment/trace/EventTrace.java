package io.meshwork.deployment.trace;

import io.meshwork.api.TraceDocument;
import io.meshwork.api.TraceDocument.State;
import io.meshwork.api.TraceDocument.TracedHop;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.CatalogError;
import io.meshwork.deployment.execution.BoundedCall;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.transport.spi.TransportError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Asks the brokers on the way, {@value #AT_A_TIME} events at a time. */
public class EventTrace implements Trace {
  private static final int AT_A_TIME = 3;
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Duration LIMIT = Duration.ofSeconds(45);
  private static final Duration READING = Duration.ofSeconds(25);
  private static final long MOST_EVENTS = 50_000;
  private static final int MOST_ID = 1_000;

  private final Catalog catalog;
  private final Past past;
  private final Brokers brokers;
  private final Clock clock;
  private final Semaphore running = new Semaphore(AT_A_TIME);

  /** Over this catalog and these brokers. */
  EventTrace(Catalog catalog, Past past, Brokers brokers, Clock clock) {
    this.catalog = catalog;
    this.past = past;
    this.brokers = brokers;
    this.clock = clock;
  }

  @Override
  public TraceDocument trace(Actor actor, Asked asked) {
    Window window = window(asked);
    Past.Catalogs about = past.catalogs(window.around());
    Audience audience = Audience.of(catalog, actor, asked, about);
    try {
      if (!running.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new MeshException(
            TransportError.THROTTLED,
            "%d events are being traced; ask again when they are done.".formatted(AT_A_TIME));
      }
      try {
        return BoundedCall.within(
            LIMIT,
            "One of the brokers on the way",
            () -> look(actor, asked, window, about, audience));
      } finally {
        running.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MeshException(TransportError.BROKER_UNREACHABLE, "Nobody waited for the trace.", e);
    }
  }

  /**
   * When is looked.
   *
   * @param now when it is asked
   */
  record Window(Instant around, Instant from, Instant to, Instant now) {
    boolean isOlderThan(Duration retention) {
      return from.isBefore(now.minus(retention));
    }
  }

  private Window window(Asked asked) {
    Duration within = asked.within() == null ? USUAL : asked.within();
    if (asked.id().isBlank() || asked.id().length() > MOST_ID) {
      throw new MeshException(
          CatalogError.INVALID_QUERY,
          "id is the event's CloudEvents id, or PARTITION/POSITION in its entry channel, of at most %d characters."
              .formatted(MOST_ID));
    }
    if (within.isNegative() || within.isZero() || within.compareTo(MOST) > 0) {
      throw new MeshException(
          CatalogError.INVALID_QUERY,
          "within is %s; it must be longer than nothing and at most %s.".formatted(within, MOST));
    }
    Instant around = asked.around() == null ? clock.instant() : asked.around();
    return new Window(around, around.minus(within), around.plus(within), clock.instant());
  }

  /** Finds it first: what the mesh was is asked of the moment at which it was published. */
  private TraceDocument look(
      Actor actor, Asked asked, Window window, Past.Catalogs about, Audience audience) {
    long until = System.nanoTime() + READING.toNanos();
    ChannelSearch.Bounds bounds = new ChannelSearch.Bounds(MOST_EVENTS, until);
    try (Sights sights = new Sights(brokers, about.now(), until)) {
      Entries search = new Entries(asked.eventType(), sights, bounds);
      List<Entries.Entry> found =
          audience.seesEntries()
              ? published(about, asked.eventType()).stream()
                  .map(broker -> search.look(broker, asked.id(), window))
                  .toList()
              : List.of();
      Instant at =
          found.stream()
              .map(Entries.Entry::at)
              .flatMap(Stream::ofNullable)
              .filter(each -> !each.isBefore(window.from()))
              .min(Instant::compareTo)
              .orElse(window.around());
      Past.Catalogs then = past.catalogs(at);
      Audience told = Audience.of(catalog, actor, asked, then);
      Scene scene = past.scene(asked.eventType(), then, window.from(), told);
      Walk walk = new Walk(scene, sights, bounds);
      List<TracedHop> entries = new ArrayList<>();
      if (told.seesEntries()) {
        Duration retention = past.retention(scene);
        found.forEach(entry -> entries.add(search.hop(entry, window, retention, walk)));
      }
      List<String> notes = new ArrayList<>(told.notes());
      if (entries.isEmpty() || entries.stream().anyMatch(hop -> hop.state() == State.FOUND)) {
        entries.addAll(alone(scene, walk, told, notes));
      }
      notes.addAll(past.notes(scene, at));
      return new TraceDocument(
          asked.eventType().value(), asked.id(), window.from(), window.to(), entries, notes);
    }
  }

  /** The subscriptions that no way was told of. */
  private static List<TracedHop> alone(Scene scene, Walk walk, Audience told, List<String> notes) {
    if (walk.isCut()) {
      notes.add(
          "There are more ways than one answer tells of; ask for one subscription's with subscription.");
      return List.of();
    }
    return told.shown().stream()
        .filter(name -> !walk.reached().contains(name))
        .sorted()
        .map(name -> Walk.alone(scene, name))
        .toList();
  }

  private static Set<BrokerName> published(Past.Catalogs catalogs, EventTypeName type) {
    Set<BrokerName> published = new TreeSet<>();
    Stream.of(catalogs.then(), catalogs.now())
        .forEach(each -> published.addAll(published(each, type)));
    return published;
  }

  private static List<BrokerName> published(CatalogSnapshot catalog, EventTypeName type) {
    return catalog.publications().values().stream()
        .filter(each -> each.spec().eventType().equals(type))
        .map(each -> each.spec().broker())
        .toList();
  }
}
