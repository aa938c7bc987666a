package io.meshwork.relay.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.catalog.DeliveryClass;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Events of all classes flow between real clusters while relays, brokers, wires and the control
 * plane fail, and are counted at the far end by Kafka's own consumer. {@code -Dfaults.seed} chooses
 * where the rounds begin: a seed makes the same round again.
 */
class FaultRoundsIT {
  private static final int SHORT = 6;

  @TempDir Path directory;

  @Test
  void someRoundsLoseNothingAndRepeatNothing() throws IOException {
    run(Fault.Site.ONE, Long.getLong("faults.seed", 16), new Rounds.Until.Count(SHORT));
  }

  @Test
  void aRoundBetweenClustersOfThreeLosesNothingAndRepeatsNothing() throws IOException {
    run(Fault.Site.THREE, Long.getLong("faults.seed", 16), new Rounds.Until.Count(1));
  }

  @Test
  @Tag("soak")
  void roundsForMinutesLoseNothingAndRepeatNothing() throws IOException {
    run(Fault.Site.ONE, Long.getLong("faults.seed", 16), new Rounds.Until.Passed(minutes()));
  }

  @Test
  @Tag("soak")
  void roundsBetweenClustersOfThreeLoseNothingAndRepeatNothing() throws IOException {
    run(Fault.Site.THREE, Long.getLong("faults.seed", 16), new Rounds.Until.Passed(minutes()));
  }

  private static Duration minutes() {
    return Duration.ofMinutes(Long.getLong("soak.minutes", 10));
  }

  private void run(Fault.Site site, long seed, Rounds.Until until) throws IOException {
    Rounds rounds = new Rounds(Path.of("target", "relay-faults"));
    try (FaultWorld world = new FaultWorld(site, directory)) {
      rounds.run(world, seed, until);
      for (DeliveryClass delivery : DeliveryClass.values()) {
        List<String> faults = world.ledger(delivery).faults();
        assertThat(faults).as("%s", delivery).isEmpty();
        if (delivery != DeliveryClass.AT_MOST_ONCE) {
          assertThat(world.ledger(delivery).missing()).as("missing of %s", delivery).isZero();
        }
      }
    }
  }
}
