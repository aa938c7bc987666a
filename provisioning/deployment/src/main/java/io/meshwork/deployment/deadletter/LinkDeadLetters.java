package io.meshwork.deployment.deadletter;

import io.meshwork.api.DeadLetterDocument;
import io.meshwork.api.DeadLetterDocument.Content;
import io.meshwork.api.DeadLetterDocument.State;
import io.meshwork.api.DeadLetterPage;
import io.meshwork.api.DeadRecord.Letter;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.RedriveDocument;
import io.meshwork.api.RedriveRequest;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.browse.BrowsedEvent;
import io.meshwork.deployment.browse.ChannelBrowser;
import io.meshwork.deployment.browse.EventText;
import io.meshwork.deployment.deadletter.LetterScan.Standing;
import io.meshwork.deployment.execution.BoundedCall;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.model.BrokerName;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.TransportError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads through readers, {@value #AT_A_TIME} channels at a time; orders go to {@link Redrives}. */
public class LinkDeadLetters implements DeadLetters {
  private static final int AT_A_TIME = 3;
  private static final Duration WAIT = Duration.ofSeconds(10);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final List<Duration> BACK =
      List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(365));

  private final Monitoring monitoring;
  private final LinkDirectory links;
  private final Catalog catalog;
  private final Brokers brokers;
  private final Redrives redrives;
  private final Clock clock;
  private final Semaphore running = new Semaphore(AT_A_TIME);

  /** Over these links and brokers. */
  LinkDeadLetters(
      Monitoring monitoring,
      LinkDirectory links,
      Catalog catalog,
      Brokers brokers,
      Redrives redrives,
      Clock clock) {
    this.monitoring = monitoring;
    this.links = links;
    this.catalog = catalog;
    this.brokers = brokers;
    this.redrives = redrives;
    this.clock = clock;
  }

  @Override
  public DeadLetterPage list(
      Actor actor, LinkId id, int limit, @Nullable Instant before, boolean all) {
    ManifestLink link = placed(actor, id).link();
    boolean payloads = seesEvents(actor, link);
    ManifestLink.End dead = link.deadLetters();
    Instant now = clock.instant();
    Instant end = before == null ? now.plus(Duration.ofMinutes(1)) : before;
    if (dead == null) {
      return new DeadLetterPage(null, now, 0, 0, List.of(), null, true, payloads);
    }
    Asked asked = new Asked(Math.clamp(limit, 1, MAX_LETTERS), end, all, payloads);
    return bounded(
        link,
        reader -> {
          DeadLetterPage page = page(reader, dead, link, asked, BACK.getFirst());
          for (Duration back : BACK.subList(1, BACK.size())) {
            if (page.letters().size() < asked.most() && page.complete()) {
              page = page(reader, dead, link, asked, back);
            }
          }
          return page;
        });
  }

  private static List<Standing> select(Collection<Standing> found, Instant end, boolean all) {
    return found.stream()
        .filter(each -> each.letter().last().isBefore(end))
        .filter(each -> all || each.state() == State.WAITING)
        .sorted(
            Comparator.comparing((Standing each) -> each.letter().last())
                .thenComparing(each -> each.letter().origin().letter())
                .reversed())
        .toList();
  }

  private record Asked(int most, Instant end, boolean all, boolean payloads) {}

  private static DeadLetterPage page(
      Reader reader, ManifestLink.End dead, ManifestLink link, Asked asked, Duration back) {
    LetterScan scan = new LetterScan(reader, dead.channel(), link.id(), null);
    Instant since = asked.end().minus(back);
    List<Standing> found = select(scan.since(since).values(), asked.end(), asked.all());
    int end = Math.min(asked.most(), found.size());
    while (end > 0
        && end < found.size()
        && found.get(end).letter().last().equals(found.get(end - 1).letter().last())) {
      end++;
    }
    List<Standing> shown = found.subList(0, end);
    long redriven = found.stream().filter(each -> each.state() == State.REDRIVEN).count();
    return new DeadLetterPage(
        dead.channel().value(),
        since,
        found.size() - redriven,
        redriven,
        shown.stream().map(each -> document(each, null)).toList(),
        shown.size() < found.size() ? shown.getLast().letter().last() : null,
        scan.isComplete(),
        asked.payloads());
  }

  @Override
  public DeadLetterDocument letter(Actor actor, LinkId id, String letter) {
    ManifestLink link = placed(actor, id).link();
    boolean payloads = seesEvents(actor, link);
    ManifestLink.End dead = link.deadLetters();
    Optional<Standing> found =
        dead == null
            ? Optional.empty()
            : bounded(
                link,
                reader -> {
                  LetterScan scan = new LetterScan(reader, dead.channel(), id, letter);
                  return BACK.stream()
                      .map(back -> scan.since(clock.instant().minus(back)).get(letter))
                      .filter(Objects::nonNull)
                      .findFirst();
                });
    Standing standing =
        found.orElseThrow(
            () ->
                new MeshException(
                    AccessError.NOT_FOUND,
                    "Link '%s' has no dead letter '%s'; it may be past its retention."
                        .formatted(id, letter)));
    return document(standing, payloads ? content(link, standing.letter()) : null);
  }

  @Override
  public boolean mayRedrive(Actor actor, LinkId link) {
    return redrives.isAllowed(actor, placed(actor, link).link());
  }

  @Override
  public List<RedriveDocument> redrives(Actor actor, LinkId link) {
    placed(actor, link);
    return redrives.of(link);
  }

  @Override
  public RedriveDocument redrive(Actor actor, LinkId link, RedriveRequest request) {
    return redrives.begin(actor, placed(actor, link), request);
  }

  @Override
  public RedriveDocument stop(Actor actor, LinkId link) {
    return redrives.stop(actor, placed(actor, link));
  }

  @Override
  public RedriveDocument resume(Actor actor, LinkId link) {
    return redrives.resume(actor, placed(actor, link));
  }

  /** As for any look at events; a subscription's letters are events that were granted to it. */
  private boolean seesEvents(Actor actor, ManifestLink link) {
    if (!catalog.allows(actor, Operation.READ_PAYLOAD, link.eventType())) {
      return false;
    }
    return link.kind() == ManifestLink.LinkKind.DELIVERY
        || ChannelBrowser.isWhole(
            actor,
            catalog.get(actor, link.eventType()),
            catalog.snapshot(catalog.currentRevision()));
  }

  private static DeadLetterDocument document(Standing standing, @Nullable Content content) {
    Letter letter = standing.letter();
    return new DeadLetterDocument(
        letter.origin().letter(),
        letter.origin().channel().value(),
        letter.origin().partition(),
        letter.origin().position(),
        letter.reason(),
        letter.attempts(),
        letter.first(),
        letter.last(),
        letter.kept(),
        standing.state(),
        content);
  }

  private static Content content(ManifestLink link, Letter letter) {
    BrowsedEvent event = EventText.of(link.to().broker().value(), letter);
    return new Content(
        event.at(),
        event.key(),
        event.headers().stream()
            .map(each -> new DeadLetterDocument.HeaderText(each.name(), each.value()))
            .toList(),
        event.encoding().name().toLowerCase(Locale.ROOT),
        event.payload(),
        event.payloadBytes());
  }

  /** Who does not see the link is told that there is none. */
  private LinkDirectory.Placed placed(Actor actor, LinkId id) {
    monitoring.link(actor, id);
    Map<LinkId, LinkDirectory.Placed> all = links.links();
    LinkDirectory.Placed placed = all.get(id);
    if (placed == null) {
      throw new MeshException(AccessError.NOT_FOUND, "Link '%s' does not exist.".formatted(id));
    }
    return placed;
  }

  private Reader reader(BrokerName name) {
    CatalogSnapshot now = catalog.snapshot(catalog.currentRevision());
    var broker = now.brokers().get(name);
    if (broker == null) {
      throw new MeshException(
          AccessError.NOT_FOUND,
          "Broker '%s' is retired; its dead letters are not read.".formatted(name));
    }
    return brokers.reader(name, broker.spec());
  }

  private <T> T bounded(ManifestLink link, Function<Reader, T> call) {
    BrokerName broker = link.to().broker();
    try {
      if (!running.tryAcquire(WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new MeshException(
            TransportError.THROTTLED,
            "%d links' dead letters are being read; ask again when they are.".formatted(AT_A_TIME));
      }
      try {
        return BoundedCall.within(
            LIMIT,
            "Broker '%s'".formatted(broker),
            () -> {
              try (Reader reader = reader(broker)) {
                return call.apply(reader);
              }
            });
      } finally {
        running.release();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MeshException(
          TransportError.BROKER_UNREACHABLE,
          "Nobody waited for the dead letters of link '%s'.".formatted(link.id()),
          e);
    }
  }
}
