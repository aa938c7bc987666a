package io.meshwork.relay.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.catalog.DeliveryClass;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events of all classes flow between real clusters while relays, brokers, wires and the control
 * plane fail, and are counted at the far end by Kafka's own consumer. {@code -Dfaults.seed} chooses
 * where the rounds begin: a seed makes the same round again.
 */
class FaultRoundsIT {
  private static final int SHORT = 6;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  Path directory;

  @Test
  void someRoundsLoseNothingAndRepeatNothing() throws IOException {
    run(new FaultWorld(Fault.Site.ONE, directory), seeds(), new Rounds.Until.Count(SHORT));
  }

  @Test
  void aRoundBetweenClustersOfThreeLosesNothingAndRepeatsNothing() throws IOException {
    run(new FaultWorld(Fault.Site.THREE, directory, ""), seeds(), new Rounds.Until.Count(1));
  }

  @Test
  @Tag("soak")
  void roundsForMinutesLoseNothingAndRepeatNothing() {
    soak(Fault.Site.ONE);
  }

  @Test
  @Tag("soak")
  void roundsBetweenClustersOfThreeLoseNothingAndRepeatNothing() {
    soak(Fault.Site.THREE);
  }

  private static AtomicLong seeds() {
    return new AtomicLong(Long.getLong("faults.seed", 15));
  }

  /** As many worlds beside each other as are asked for; each runs the next seed. */
  private void soak(Fault.Site site) {
    AtomicLong seeds = seeds();
    var until = new Rounds.Until.Passed(Duration.ofMinutes(Long.getLong("soak.minutes", 10)));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> runners = new ArrayList<>();
      for (int i = 0; i < Integer.getInteger("faults.runners", 1); i++) {
        Path own = directory.resolve("runner" + i);
        runners.add(
            threads.submit(
                () -> {
                  run(new FaultWorld(site, own), seeds, until);
                  return true;
                }));
      }
      assertThat(runners).allSatisfy(runner -> assertThat(runner.get()).isEqualTo(true));
    }
  }

  private static void run(FaultWorld opened, AtomicLong seeds, Rounds.Until until)
      throws IOException {
    Rounds rounds = new Rounds(Path.of("target", "relay-faults"));
    try (FaultWorld world = opened) {
      rounds.run(world, seeds, until);
      for (DeliveryClass delivery : DeliveryClass.values()) {
        Ledger ledger = world.ledger(delivery);
        assertThat(ledger.faults()).as("%s", delivery).isEmpty();
        if (delivery != DeliveryClass.AT_MOST_ONCE) {
          assertThat(ledger.missing(0, world.published())).as("missing of %s", delivery).isZero();
        }
      }
    }
  }
}
