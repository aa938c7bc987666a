package io.meshwork.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One execution of a plan. */
public record DeploymentDocument(
    UUID id,
    UUID plan,
    State state,
    String startedBy,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String problem,
    List<Step> steps) {
  /** Where a deployment stands. */
  public enum State {
    /** Waits for another on one of its brokers. */
    WAITING,
    /** Works. */
    RUNNING,
    /** Done through switch. */
    APPLIED,
    /** Stopped; its steps tell where. */
    FAILED
  }

  /** One action of it. */
  public record Step(
      int action,
      StepState state,
      @Nullable String message,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt) {}

  /** Where a step stands. */
  public enum StepState {
    PENDING,
    RUNNING,
    DONE,
    FAILED,
    SKIPPED
  }
}
