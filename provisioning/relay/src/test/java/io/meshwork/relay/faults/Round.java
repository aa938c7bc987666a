package io.meshwork.relay.faults;

import static org.awaitility.Awaitility.await;

import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.relay.RelayProcess;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.awaitility.core.ConditionTimeoutException;

/** One round: events flow, something goes wrong at a moment, is put right, and all is counted. */
final class Round {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final List<DeliveryClass> CLASSES =
      List.of(
          DeliveryClass.EFFECTIVELY_ONCE,
          DeliveryClass.EFFECTIVELY_ONCE,
          DeliveryClass.AT_LEAST_ONCE,
          DeliveryClass.AT_MOST_ONCE);

  private static final int MOST_EVENTS = 40_000;

  private final FaultWorld world;
  private final long seed;
  private final Random random;
  private final DeliveryClass delivery;
  private final Fault fault;
  private volatile boolean over;
  private volatile long end;

  Round(FaultWorld world, long seed) {
    this.world = world;
    this.seed = seed;
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.delivery = CLASSES.get(random.nextInt(CLASSES.size()));
    List<Fault> faults = Fault.of(world.site());
    this.fault = faults.get(Math.floorMod(seed, faults.size()));
  }

  /**
   * What a round came to.
   *
   * @param resumeMillis from the moment when all is right again to the last event
   * @param silenceMillis how long, at most, no event of a partition came
   */
  record Count(
      long seed,
      Fault fault,
      DeliveryClass delivery,
      int published,
      long lost,
      long repeated,
      int violations,
      long resumeMillis,
      long silenceMillis) {}

  Count run() {
    Ledger ledger = world.ledger(delivery);
    long from = ledger.published();
    int events = 600 + random.nextInt(1800);
    long missingBefore = ledger.missing();
    long repeatedBefore = ledger.repeated();
    int faultsBefore = ledger.faults().size();
    ledger.listen();
    Thread publisher = Thread.ofPlatform().start(() -> publish(from, from + events));
    Thread reader = Thread.ofPlatform().start(() -> read(ledger));
    FaultWorld.pause(Duration.ofMillis(200 + random.nextInt(1200)));
    long healed;
    try {
      inject();
      healed = System.nanoTime();
    } finally {
      over = true;
      join(publisher);
      join(reader);
    }
    world.published(delivery, end);
    long resumed = awaitEnd(ledger, missingBefore, Math.max(healed, System.nanoTime()));
    return new Count(
        seed,
        fault,
        delivery,
        Math.toIntExact(end - from),
        ledger.missing() - missingBefore,
        ledger.repeated() - repeatedBefore,
        ledger.faults().size() - faultsBefore,
        resumed,
        ledger.silence().toMillis());
  }

  /** So many at least, and for as long as it lasts. */
  private void publish(long from, long atLeast) {
    int step = 60;
    long n = from;
    while (n < atLeast || (!over && n < from + MOST_EVENTS)) {
      world.publish(delivery, n, n + step);
      n += step;
      FaultWorld.pause(Duration.ofMillis(100));
    }
    end = n;
  }

  private void read(Ledger ledger) {
    while (!over) {
      ledger.read(Duration.ofMillis(100));
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long awaitEnd(Ledger ledger, long missingBefore, long healed) {
    try {
      await()
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                ledger.read(Duration.ofMillis(50));
                return delivery == DeliveryClass.AT_MOST_ONCE
                    ? ledger.missing() == missingBefore || world.isSettled(delivery)
                    : ledger.missing() == missingBefore;
              });
    } catch (ConditionTimeoutException e) {
      // What is missing is counted.
    }
    long resumed = System.nanoTime();
    // What comes late or too much comes now, or is seen in the next round.
    int quiet = 0;
    while (quiet < (delivery == DeliveryClass.AT_MOST_ONCE ? 5 : 1)) {
      quiet = ledger.read(Duration.ofMillis(300)) ? 0 : quiet + 1;
    }
    return Duration.ofNanos(resumed - healed).toMillis();
  }

  private void inject() {
    switch (fault) {
      case RELAY_KILLED -> replace(RelayProcess::kill);
      case RELAY_STOPPED -> replace(RelayProcess::stop);
      case RELAY_ASLEEP -> {
        RelayProcess one = any();
        one.pause();
        FaultWorld.pause(Duration.ofMillis(7_500 + random.nextInt(3_000)));
        one.resume();
      }
      case TARGET_KILLED -> restart("us", true);
      case TARGET_STOPPED -> restart("us", false);
      case SOURCE_KILLED -> restart("eu", true);
      case TARGET_HANGS -> hang("us");
      case SOURCE_HANGS -> hang("eu");
      case TARGET_CUT -> cut("us");
      case SOURCE_CUT -> cut("eu");
      case TARGET_DEAF -> stall(Wire.Mood.STALL, Wire.Mood.PASS);
      case TARGET_MUTE -> stall(Wire.Mood.PASS, Wire.Mood.STALL);
      case TARGET_SLOW -> {
        world.wire("us").moods(Wire.Mood.SLOW, Wire.Mood.PASS);
        FaultWorld.pause(Duration.ofMillis(3_000 + random.nextInt(3_000)));
        world.wire("us").moods(Wire.Mood.PASS, Wire.Mood.PASS);
      }
      case REBALANCE -> {
        RelayProcess third = world.start();
        FaultWorld.pause(Duration.ofMillis(4_000 + random.nextInt(3_000)));
        third.stop();
      }
      case ALONE -> {
        world.controlPlane().stop();
        replace(RelayProcess::kill);
        FaultWorld.pause(Duration.ofSeconds(2));
        world.controlPlane().startAgain();
      }
      case MANIFEST -> {
        for (int i = 0; i < 5; i++) {
          world.serve();
          FaultWorld.pause(Duration.ofMillis(200 + random.nextInt(500)));
        }
      }
      case TARGET_LEADER_KILLED,
          SOURCE_LEADER_KILLED,
          TARGET_CONTROLLER_KILLED,
          SOURCE_CONTROLLER_KILLED,
          TRANSACTIONS_KILLED,
          GROUP_KILLED,
          TARGET_LEADER_HANGS,
          SOURCE_LEADER_HANGS,
          TARGET_ROLLING,
          SOURCE_ROLLING,
          TARGET_LEADERS_MOVE,
          SOURCE_LEADERS_MOVE ->
          new ThreeBrokers(world, delivery, random).inject(fault);
    }
  }

  private RelayProcess any() {
    return world.relays().get(random.nextInt(world.relays().size()));
  }

  private void replace(Consumer<RelayProcess> end) {
    RelayProcess one = any();
    end.accept(one);
    world.relays().remove(one);
    world.relays().add(world.start());
  }

  private void restart(String region, boolean kill) {
    if (kill) {
      world.cluster(region).kill();
    } else {
      world.cluster(region).stop();
    }
    FaultWorld.pause(Duration.ofMillis(random.nextInt(2_000)));
    world.cluster(region).start();
  }

  private void hang(String region) {
    world.cluster(region).pause();
    FaultWorld.pause(Duration.ofMillis(2_000 + random.nextInt(6_000)));
    world.cluster(region).resume();
  }

  private void cut(String region) {
    for (int i = 0; i < 8; i++) {
      world.wire(region).cut();
      FaultWorld.pause(Duration.ofMillis(100 + random.nextInt(500)));
    }
  }

  private void stall(Wire.Mood toBroker, Wire.Mood toClient) {
    world.wire("us").moods(toBroker, toClient);
    FaultWorld.pause(Duration.ofMillis(1_000 + random.nextInt(7_000)));
    world.wire("us").cut();
    world.wire("us").moods(Wire.Mood.PASS, Wire.Mood.PASS);
  }
}
