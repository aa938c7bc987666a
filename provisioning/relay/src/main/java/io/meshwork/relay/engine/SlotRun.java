package io.meshwork.relay.engine;

import io.meshwork.api.LinkReport.Beside;
import io.meshwork.model.LinkId;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One slot's lanes for as long as the slot is ours: the main lane, and others for links that fail
 * or are far behind, so that they hold up nobody. Invariant: a link is in at most one lane; it is
 * given to a lane only after the one that had it has let it go, with the places that it had
 * committed there. Any thread.
 */
final class SlotRun {
  private static final int MAIN = 0;
  private static final int IN_TRANSIT = -1;
  private static final int MOST_DOUBLINGS = 6;
  private static final int FOREIGN = 1_000;
  private static final Duration STAY = Duration.ofSeconds(5);

  private final SlotWriter writer;
  private final GroupSeat seat;
  private final @Nullable Lane[] lanes = new @Nullable Lane[SlotWriter.LANES];
  private final Map<LinkId, Integer> aside = new HashMap<>();
  private final Map<LinkId, Integer> departures = new HashMap<>();
  private final Map<LinkId, Beside> reasons = new HashMap<>();
  private LinkTable links;
  private boolean stopping;

  SlotRun(SlotId slot, LinkTable links, GroupSeat seat) {
    this.writer = SlotWriter.main(slot);
    this.links = links;
    this.seat = seat;
  }

  SlotId slot() {
    return writer.slot();
  }

  synchronized void start() {
    lane(MAIN);
  }

  /** From the next commit on these links. */
  synchronized void links(LinkTable changed) {
    links = changed;
    aside.keySet().removeIf(link -> !changed.has(link));
    departures.keySet().removeIf(link -> !changed.has(link));
    reasons.keySet().removeIf(link -> !changed.has(link));
    for (int number = 0; number < lanes.length; number++) {
      Lane lane = lanes[number];
      if (lane != null) {
        lane.links(tableOf(number), Places.NONE);
      }
    }
  }

  /**
   * Takes links out of a lane, on that lane's thread: it goes on with the table returned, and once
   * it does, tells so by {@link #settle}.
   *
   * @param why they leave the main lane; to it they come back as they were
   */
  synchronized LinkTable release(int lane, Set<LinkId> leaving, Beside why) {
    for (LinkId link : leaving) {
      if (links.has(link)) {
        aside.put(link, IN_TRANSIT);
        if (lane == MAIN) {
          departures.merge(link, 1, Integer::sum);
          reasons.put(link, why);
        }
      }
    }
    LinkTable rest = tableOf(lane);
    Lane left = lanes[lane];
    if (left != null) {
      left.links(rest, Places.NONE);
    }
    return rest;
  }

  /** What left the main lane goes to the emptiest of the others, what left another to the main. */
  synchronized void settle(int from, Set<LinkId> released, Places places) {
    if (stopping) {
      return;
    }
    int to = from == MAIN ? emptiest(released) : MAIN;
    for (LinkId link : released) {
      if (to == MAIN) {
        aside.remove(link);
        reasons.remove(link);
      } else {
        aside.replace(link, to);
      }
    }
    lane(to).links(tableOf(to), places);
  }

  /** For how long a link that left the main lane is well before it goes back: ever longer. */
  synchronized Duration stay(LinkId link) {
    int times = departures.getOrDefault(link, 1);
    return STAY.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
  }

  /** Why a link is not in the main lane, {@code null}: it is. */
  synchronized @Nullable Beside reason(LinkId link) {
    return reasons.get(link);
  }

  /** Those that fail make their lane pause, so others keep away from them while there is room. */
  private int emptiest(Set<LinkId> coming) {
    boolean failing = isAnyFailing(coming);
    int[] counts = new int[lanes.length];
    aside.forEach(
        (link, lane) -> {
          if (lane > MAIN) {
            counts[lane] += failing == isAnyFailing(Set.of(link)) ? 1 : FOREIGN;
          }
        });
    return IntStream.range(MAIN + 1, counts.length)
        .boxed()
        .min((one, other) -> Integer.compare(counts[one], counts[other]))
        .orElseThrow();
  }

  private boolean isAnyFailing(Set<LinkId> some) {
    return some.stream().anyMatch(link -> reasons.get(link) == Beside.FAILING);
  }

  private LinkTable tableOf(int lane) {
    return links.only(link -> aside.getOrDefault(link, MAIN) == lane);
  }

  private Lane lane(int number) {
    Lane lane = lanes[number];
    if (lane == null) {
      lane = new Lane(writer.beside(number), tableOf(number), seat, this);
      lanes[number] = lane;
      lane.start();
    }
    return lane;
  }

  private synchronized List<Lane> started() {
    List<Lane> all = new ArrayList<>();
    for (Lane lane : lanes) {
      if (lane != null) {
        all.add(lane);
      }
    }
    return all;
  }

  /** Finish the transactions and end. */
  void stop() {
    synchronized (this) {
      stopping = true;
    }
    started().forEach(Lane::stop);
  }

  /** Waits for the end; after a while, interrupts. */
  void awaitEnd(long deadlineNanos) {
    started().forEach(lane -> lane.awaitEnd(deadlineNanos));
  }
}
