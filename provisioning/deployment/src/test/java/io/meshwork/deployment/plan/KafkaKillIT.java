package io.meshwork.deployment.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.local.TestClusters;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KafkaKillIT {
  private static final int SHARE = 7;
  private static final Duration CALL = Duration.ofSeconds(3);

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

  private static Kills kills() {
    return new Kills(prefix -> new KillTrial(ground, prefix, SHARE, CALL));
  }

  /** Every fault once, each in another seventh of the plan. */
  @Test
  void aPlanOf40ActionsOnARealClusterEndsAsNewOrOldWhateverHappens() throws IOException {
    Kills kills = kills();

    int first = 1;
    for (Fault fault : Fault.values()) {
      kills.at(fault, first, 42);
      first += 6;
    }

    assertThat(kills.report("Kafka, sampled")).contains("none torn");
  }

  @Test
  @Tag("soak")
  void aPlanOf40ActionsOnARealClusterEndsAsNewOrOldWhateverHappensAtAnyOfThem() throws IOException {
    Kills kills = kills();
    assertThat(kills.operations()).isGreaterThanOrEqualTo(40);

    for (Fault fault : Fault.values()) {
      kills.at(fault, 1, 1);
    }

    assertThat(kills.report("Kafka")).contains("none torn");
  }
}
