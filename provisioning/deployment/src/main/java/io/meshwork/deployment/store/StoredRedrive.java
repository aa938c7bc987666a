package io.meshwork.deployment.store;

import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.RedriveDocument;
import io.meshwork.api.RedriveDocument.State;
import io.meshwork.api.RedriveReport;
import io.meshwork.model.RegionName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A redrive as it is kept.
 *
 * @param region whose relays do it
 * @param slots how many shares it has
 * @param progress what was last said of each share
 */
public record StoredRedrive(
    ManifestRedrive order,
    RegionName region,
    int slots,
    State state,
    String startedBy,
    Instant startedAt,
    @Nullable Instant endedAt,
    List<RedriveReport.Slot> progress,
    @Nullable String problem) {
  /** Copies the progress. */
  public StoredRedrive {
    progress = List.copyOf(progress);
  }

  /** One that somebody has just ordered, and of which nothing was told yet. */
  public static StoredRedrive begun(
      ManifestRedrive order, RegionName region, int slots, String by, Instant at) {
    return new StoredRedrive(order, region, slots, State.RUNNING, by, at, null, List.of(), null);
  }

  /** The same in another state. */
  public StoredRedrive in(State next, @Nullable Instant ended) {
    return new StoredRedrive(
        order, region, slots, next, startedBy, startedAt, ended, progress, problem);
  }

  /** The same after a relay has told of it: of each share the newest counts. */
  public StoredRedrive told(RedriveReport report) {
    SortedMap<Integer, RedriveReport.Slot> bySlot = new TreeMap<>();
    progress.forEach(each -> bySlot.put(each.slot(), each));
    report.slots().forEach(each -> bySlot.put(each.slot(), each));
    return new StoredRedrive(
        order,
        region,
        slots,
        state,
        startedBy,
        startedAt,
        endedAt,
        new ArrayList<>(bySlot.values()),
        report.problem());
  }

  /** Whether all shares were looked through. */
  private boolean isKnown() {
    return progress.size() >= slots;
  }

  /** Whether nothing is left. */
  public boolean isOver() {
    return isKnown() && progress.stream().allMatch(each -> each.left() == 0);
  }

  /** For who asks. */
  public RedriveDocument document() {
    return new RedriveDocument(
        order.id(),
        order.link().value(),
        state,
        order.letters(),
        order.filter(),
        order.through(),
        order.perSecond(),
        startedBy,
        startedAt,
        endedAt,
        progress.stream().mapToLong(RedriveReport.Slot::redriven).sum(),
        progress.stream().mapToLong(RedriveReport.Slot::refused).sum(),
        isKnown() ? progress.stream().mapToLong(RedriveReport.Slot::left).sum() : null,
        state == State.RUNNING ? problem : null,
        order.ranges());
  }
}
