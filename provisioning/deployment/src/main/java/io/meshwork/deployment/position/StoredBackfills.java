package io.meshwork.deployment.position;

import io.meshwork.api.BackfillDocument;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PositionMove;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.audit.AuditEntry;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.controlplane.monitoring.LinkDirectory.Placed;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.LinkEnds;
import io.meshwork.deployment.store.MoveStore;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.transport.spi.Reader;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Backfills as position moves that leave out; what was read with what lies at the targets. */
final class StoredBackfills implements Backfills {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final LinkEnds ends;
  private final LinkDirectory directory;
  private final ManifestKeeper manifests;
  private final MoveStore moves;
  private final Catalog catalog;
  private final AuditLog audit;
  private final Clock clock;

  StoredBackfills(
      LinkEnds ends,
      ManifestKeeper manifests,
      MoveStore moves,
      Catalog catalog,
      AuditLog audit,
      Clock clock) {
    this.ends = ends;
    this.directory = manifests;
    this.manifests = manifests;
    this.moves = moves;
    this.catalog = catalog;
    this.audit = audit;
    this.clock = clock;
  }

  /** What is to be done for one link. */
  private record Order(Placed placed, long number, List<BackfillDocument.Stretch> stretches) {
    PositionMove move() {
      return new PositionMove(
          number,
          stretches.stream()
              .map(each -> new PositionMove.Place(each.partition(), each.position()))
              .toList(),
          true);
    }
  }

  @Override
  public BackfillDocument look(Actor actor, SubscriptionName subscription, StartAt from) {
    catalog.require(actor, Operation.READ, subscription);
    try {
      return document(subscription, from, orders(subscription, from), false);
    } catch (MeshException e) {
      if (e.code() != DeploymentError.BACKFILL_REFUSED) {
        throw e;
      }
      return new BackfillDocument(subscription.value(), word(from), List.of(), e.text());
    }
  }

  @Override
  public boolean mayOrder(Actor actor, SubscriptionName subscription) {
    return catalog.allows(actor, Operation.CHANGE, subscription);
  }

  @Override
  public BackfillDocument order(
      Actor actor, SubscriptionName subscription, StartAt from, String reason) {
    catalog.require(actor, Operation.CHANGE, subscription);
    StoredPositions.refuseReason("subscription '%s' is backfilled".formatted(subscription), reason);
    List<Order> orders =
        orders(subscription, from).stream().filter(each -> !each.stretches().isEmpty()).toList();
    BackfillDocument document = document(subscription, from, orders, true);
    Instant now = clock.instant();
    Map<RegionName, List<MoveStore.Entry>> entries = new TreeMap<>();
    for (Order each : orders) {
      entries
          .computeIfAbsent(each.placed().runsIn(), _ -> new ArrayList<>())
          .add(
              new MoveStore.Entry(
                  each.placed().link().id(), each.move(), reason, actor.subject(), now));
    }
    manifests.move(entries);
    if (!orders.isEmpty()) {
      record(actor, document, orders.getFirst().placed().link(), reason);
    }
    return document;
  }

  /** Of every link into the subscription's channels, or none. */
  private List<Order> orders(SubscriptionName subscription, StartAt from) {
    if (from instanceof StartAt.Latest) {
      throw new MeshException(
          DeploymentError.INVALID_MOVE,
          "A backfill is of earlier events; say earliest, or since what time.");
    }
    Map<LinkId, Placed> all = directory.links();
    List<Placed> own =
        all.values().stream()
            .filter(each -> subscription.equals(each.link().subscription()))
            .toList();
    if (own.isEmpty()) {
      throw new MeshException(
          DeploymentError.BACKFILL_REFUSED,
          "No link brings events to subscription '%s': it is not deployed, or reads the event type's channel itself and can read from anywhere there."
              .formatted(subscription));
    }
    List<Order> orders = new ArrayList<>();
    for (Placed each : own) {
      refuseUnlessArrived(each.link(), all.values(), from);
      orders.add(order(each, from));
    }
    return orders;
  }

  private Order order(Placed placed, StartAt from) {
    return within(
        placed,
        (source, target) -> {
          PastReadings past = new PastReadings(placed, source, target, from);
          return new Order(
              placed,
              StoredPositions.next(placed.link(), past.committed(), moves),
              past.toLookAt());
        });
  }

  /** What the subscription takes must have got to its broker at the time. */
  private void refuseUnlessArrived(ManifestLink delivery, Collection<Placed> all, StartAt from) {
    Set<String> wanted = PastReadings.patterns(delivery);
    Set<LinkId> seen = new HashSet<>();
    List<ManifestLink> behind = new ArrayList<>(List.of(delivery));
    while (!behind.isEmpty()) {
      ManifestLink next = behind.removeLast();
      for (Placed before : all) {
        if (leadsTo(before.link(), next) && seen.add(before.link().id())) {
          within(
              before,
              (source, target) -> {
                new PastReadings(before, source, target, from).refuseUnlessPassed(wanted);
                return true;
              });
          behind.add(before.link());
        }
      }
    }
  }

  private static boolean leadsTo(ManifestLink before, ManifestLink next) {
    return before.kind() == ManifestLink.LinkKind.TRANSFER
        && before.to().broker().equals(next.from().broker())
        && before.to().channel().equals(next.from().channel());
  }

  private interface Look<T> {
    T at(Reader source, Reader target);
  }

  private <T> T within(Placed placed, Look<T> look) {
    ManifestLink link = placed.link();
    return ends.within(
        LIMIT,
        link,
        () -> {
          try (Reader source = ends.reader(link.from().broker());
              Reader target = ends.reader(link.to().broker())) {
            return look.at(source, target);
          }
        });
  }

  private static BackfillDocument document(
      SubscriptionName subscription, StartAt from, List<Order> orders, boolean ordered) {
    return new BackfillDocument(
        subscription.value(),
        word(from),
        orders.stream()
            .map(
                each ->
                    new BackfillDocument.Link(
                        each.placed().link().id().value(),
                        ordered ? each.number() : null,
                        each.stretches()))
            .toList(),
        null);
  }

  private static String word(StartAt from) {
    return switch (from) {
      case StartAt.Earliest() -> "earliest";
      case StartAt.Latest() -> "latest";
      case StartAt.Moment(Instant at) -> at.toString();
    };
  }

  private void record(Actor actor, BackfillDocument document, ManifestLink link, String reason) {
    Map<String, Object> what = new LinkedHashMap<>();
    what.put("backfill", document);
    what.put("reason", reason);
    what.put("events", document.events());
    audit.record(
        new AuditEntry(
            actor,
            "backfill",
            "Subscription",
            document.subscription(),
            Set.of(link.team()),
            null,
            new JsonText(MeshJson.write(what)),
            null));
  }
}
