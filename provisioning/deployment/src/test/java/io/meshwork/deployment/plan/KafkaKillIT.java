package io.meshwork.deployment.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.local.TestClusters;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KafkaKillIT {
  private static final int SHARE = 7;
  private static final Duration CALL = Duration.ofSeconds(3);
  private static final Duration PATIENT_CALL = Duration.ofSeconds(10);

  private static KafkaGround ground;

  @BeforeAll
  static void start() throws IOException {
    ground = new KafkaGround(TestClusters.shared("eu"));
  }

  @AfterAll
  static void stop() {
    ground.clean("xq");
    ground.close();
  }

  private static Kills kills(Duration call) {
    return new Kills(prefix -> new KillTrial(ground, prefix, SHARE, call));
  }

  /** Every fault once, each in another seventh of the plan. */
  @Test
  void aPlanOf40ActionsOnARealClusterEndsAsNewOrOldWhateverHappens() throws IOException {
    Kills kills = kills(CALL);

    int first = 1;
    for (Fault fault : Fault.values()) {
      kills.at(fault, first, 42);
      first += 6;
    }

    assertThat(kills.report("Kafka, sampled")).contains("none torn");
  }

  /**
   * All that can go wrong at every operation, or what {@code -Dkill.faults} names. The report grows
   * with each fault. Calls may take longer than in a build, where nothing else uses the machine.
   */
  @Test
  @Tag("soak")
  void aPlanOf40ActionsOnARealClusterEndsAsNewOrOldWhateverHappensAtAnyOfThem() throws IOException {
    Kills kills = kills(PATIENT_CALL);
    assertThat(kills.operations()).isGreaterThanOrEqualTo(40);
    String chosen = System.getProperty("kill.faults", "");

    for (Fault fault : Fault.values()) {
      if (chosen.isEmpty() || List.of(chosen.split(",")).contains(fault.name())) {
        kills.at(fault, 1, 1);
        assertThat(kills.report("Kafka")).contains("none torn");
      }
    }
  }
}
