package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.RedriveDocument;
import io.meshwork.api.StandingDocument.State;
import io.meshwork.api.VerificationDocument.Difference;
import io.meshwork.api.VerificationDocument.Range;
import io.meshwork.deployment.store.StoredFinding;
import io.meshwork.deployment.store.StoredRedrive;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Looks at findings again that a repair pulled: what its own crossings tell must cover the stretch,
 * and the target must hold it. One thread.
 */
final class Rechecks {
  private static final int MOST_PAGES = 20;

  private final Sight sight;
  private final ManifestLink link;
  private final Instant now;
  private final Map<UUID, Pulled> pulled = new HashMap<>();
  private long cost;

  Rechecks(Sight sight, ManifestLink link, Instant now) {
    this.sight = sight;
    this.link = link;
    this.now = now;
  }

  /** What a repair moved, and whether all of it is at the target. */
  private record Pulled(List<Crossing> crossings, boolean there) {}

  /** Events that were compared for it. */
  long cost() {
    return cost;
  }

  /** Those of the open findings that were looked at. */
  List<StoredFinding> of(List<StoredFinding> open, Reader source, Reader target) {
    List<StoredFinding> checked = new ArrayList<>();
    if (open.stream().noneMatch(each -> each.finding().source() != null)) {
      return checked;
    }
    List<StoredRedrive> repairs = sight.orders(link.id()).stream().filter(this::isDone).toList();
    for (StoredFinding finding : open) {
      Range range = finding.finding().source();
      if (range != null) {
        Stretch stretch = new Stretch(range, source);
        repairs.stream()
            .filter(order -> isSince(order, finding) && stretch.isPulledBy(order))
            .findFirst()
            .ifPresent(order -> checked.add(check(finding, stretch, order, source, target)));
      }
    }
    return checked;
  }

  private boolean isDone(StoredRedrive order) {
    return order.state() == RedriveDocument.State.DONE && !order.order().ranges().isEmpty();
  }

  /** Not looked at since it ended, and settled. */
  private boolean isSince(StoredRedrive order, StoredFinding finding) {
    Instant ended = order.endedAt();
    return ended != null
        && finding.checkedAt().isBefore(ended.plus(Look.SETTLED))
        && !now.isBefore(ended.plus(Look.SETTLED));
  }

  private StoredFinding check(
      StoredFinding finding, Stretch stretch, StoredRedrive order, Reader source, Reader target) {
    Pulled what = pulled.computeIfAbsent(order.order().id(), _ -> pulled(order, source, target));
    if (!what.there()) {
      return finding.again(now, "It was repaired, and what the repair wrote is not all there.");
    }
    if (!stretch.isCoveredBy(what.crossings())) {
      return finding.again(now, "It was repaired, and no crossing tells of all of it.");
    }
    return finding.closed(
        State.RESOLVED,
        order.startedBy(),
        "Repaired at %s; what was pulled again is there.".formatted(order.endedAt()),
        now);
  }

  private Pulled pulled(StoredRedrive order, Reader source, Reader target) {
    LinkId id = new LinkId(link.id() + "#repair-" + order.order().id());
    Verifier verifier = sight.verifier(link, source, target, Verifier.Bounds.USUAL).ofRepair(id);
    List<Crossing> crossings = new ArrayList<>();
    boolean there = true;
    Instant from = order.startedAt().minus(CrossingBook.AROUND);
    for (int page = 0; page < MOST_PAGES && from != null; page++) {
      Verifier.Round round = verifier.goOn(from, now, Reached.NOWHERE);
      crossings.addAll(round.judged());
      cost += round.looked() + round.judged().stream().mapToLong(Leg::size).sum();
      there &=
          round.leftEvents() == 0
              && round.document().counts().unreadable() == 0
              && round.document().findings().stream()
                  .noneMatch(
                      each ->
                          each.difference() == Difference.MISSING
                              || each.difference() == Difference.DIFFERENT);
      from = round.document().next();
    }
    return new Pulled(crossings, there && from == null);
  }

  /** A stretch of the source. */
  private record Stretch(Range range, Reader source) {
    private SourcePartition partition() {
      return new SourcePartition(new ChannelAddress(range.channel()), range.partition());
    }

    private boolean isBefore(String one, String other) {
      return source.distance(partition(), new Position(one), new Position(other)) > 0;
    }

    boolean isPulledBy(StoredRedrive order) {
      return order.order().ranges().stream().anyMatch(this::isIn);
    }

    private boolean isIn(ManifestRedrive.Range pulled) {
      return pulled.partition() == range.partition()
          && !isBefore(range.from(), pulled.from())
          && !isBefore(pulled.to(), range.to());
    }

    boolean isCoveredBy(List<Crossing> crossings) {
      List<Crossing> here =
          new ArrayList<>(
              crossings.stream().filter(each -> each.source().equals(partition())).toList());
      Weave.sort(here, (a, b) -> isBefore(a.from().value(), b.from().value()));
      String reached = range.from();
      for (Crossing each : here) {
        if (!isBefore(reached, each.from().value()) && isBefore(reached, each.through().value())) {
          reached = each.through().value();
        }
      }
      return !isBefore(reached, range.to());
    }
  }
}
