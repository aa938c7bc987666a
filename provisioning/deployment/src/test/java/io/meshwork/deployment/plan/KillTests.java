package io.meshwork.deployment.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class KillTests {
  private static final int SHARE = 17;
  private static final Duration CALL = Duration.ofMillis(40);

  private static final int STRIDE = 7;

  private static Kills kills() {
    return new Kills(prefix -> new KillTrial(new MemoryGround(), prefix, SHARE, CALL));
  }

  /** Every fault at every seventh operation, each fault from another one on. */
  @Test
  void aPlanOf200ActionsEndsAsNewOrOldWhateverHappens() throws IOException {
    Kills kills = kills();

    int first = 1;
    for (Fault fault : Fault.values()) {
      kills.at(fault, first, STRIDE);
      first++;
    }

    assertThat(kills.report("Memory, sampled")).contains("none torn");
  }

  @Test
  @Tag("soak")
  void aPlanOf200ActionsEndsAsNewOrOldWhateverHappensAtAnyOfThem() throws IOException {
    Kills kills = kills();
    assertThat(kills.operations()).isGreaterThanOrEqualTo(200);

    for (Fault fault : Fault.values()) {
      kills.at(fault, 1, 1);
    }

    assertThat(kills.report("Memory")).contains("none torn");
  }

  /** The trial itself can tell: a state in between is neither old nor new. */
  @Test
  void aTornStateIsSeen() {
    KillTrial trial = new KillTrial(new MemoryGround(), "xq", 2, CALL);
    var old = trial.state();
    var steps = trial.steps();
    trial.remember(steps);

    trial.run(steps, new Doom(Fault.KILLED_AFTER, 5));
    var torn = trial.state();

    assertThat(torn).isNotEqualTo(old);
    trial.resume(steps);
    assertThat(torn).isNotEqualTo(trial.state());
  }
}
