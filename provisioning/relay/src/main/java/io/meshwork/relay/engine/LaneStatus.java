package io.meshwork.relay.engine;

import io.meshwork.api.LinkReport.Beside;
import io.meshwork.api.LinkReport.State;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.relay.figures.LaneFigures;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SourceGap;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells each link's figures what this lane does for it. One thread. */
final class LaneStatus {
  private final SlotId slot;
  private final Function<LinkId, @Nullable Beside> reasons;
  private final Tracks tracks;

  /**
   * Of this slot's lane.
   *
   * @param reasons why links are in a lane beside the main one
   */
  LaneStatus(SlotId slot, Function<LinkId, @Nullable Beside> reasons, Tracks tracks) {
    this.slot = slot;
    this.reasons = reasons;
    this.tracks = tracks;
  }

  /** The lane does this for all of its links, unless one stands at a gap. */
  void tell(
      LinkTable table,
      State state,
      @Nullable String problem,
      Set<ChannelAddress> missing,
      long now) {
    for (Route route : table.routes()) {
      ChannelAddress channel = route.link().from().channel();
      LaneFigures figures =
          missing.contains(channel)
              ? new LaneFigures(
                  State.STARTING,
                  "Channel '%s' is not there on broker '%s'."
                      .formatted(channel, route.link().from().broker()),
                  0,
                  0,
                  0,
                  reasons.apply(route.id()))
              : figures(route, state, problem, now);
      route.figures().lane(slot, figures);
    }
  }

  private LaneFigures figures(Route route, State state, @Nullable String problem, long now) {
    State worst = state;
    String why = problem;
    int partitions = 0;
    long lag = 0;
    double seconds = 0;
    Beside beside = reasons.apply(route.id());
    for (Track track : tracks.all()) {
      Cursor cursor = track.cursor(route.id());
      if (cursor == null) {
        continue;
      }
      partitions++;
      if (cursor.isHeld()) {
        beside = Beside.HELD;
        lag += cursor.waitingLag();
        seconds = Math.max(seconds, cursor.waitingSeconds(now));
      } else {
        lag += track.lag();
        seconds = Math.max(seconds, track.lagSeconds(now));
      }
      SourceGap gap = cursor.gap();
      if (gap != null) {
        worst = State.STOPPED;
        why =
            "Partition %s stands: events from position %s until %s are gone (%s)."
                .formatted(gap.partition(), gap.from(), gap.until(), gap.reason());
      }
    }
    return new LaneFigures(worst, why, partitions, lag, seconds, beside);
  }

  /** The lane is no more. */
  void ended(LinkTable table) {
    table.routes().forEach(route -> route.figures().laneEnded(slot));
  }
}
