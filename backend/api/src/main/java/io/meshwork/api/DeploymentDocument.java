package io.meshwork.api;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a plan.
 *
 * @param endedAt when it was done through switch, or failed
 * @param contract what waits after that, {@code null}: the plan takes nothing away
 * @param undoneBy the deployment that took it back, {@code null}: none
 */
public record DeploymentDocument(
    UUID id,
    UUID plan,
    State state,
    String startedBy,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable String problem,
    List<Step> steps,
    @Nullable Contract contract,
    @Nullable UUID undoneBy) {
  /** Where a deployment stands. */
  public enum State {
    /** Waits for another on one of its brokers. */
    WAITING,
    /** Works. */
    RUNNING,
    /** Done through switch; what its contract phase takes away may still wait. */
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
      @Nullable Instant endedAt,
      List<Wait> waitsFor) {
    /** Copies what it waits for. */
    public Step {
      waitsFor = List.copyOf(waitsFor);
    }
  }

  /**
   * Why a step of the contract phase does not run yet.
   *
   * @param why a stable word
   * @param message for people: who or what, and the remedy
   * @param until when it ends by itself, {@code null}: not known
   */
  public record Wait(WaitCode why, String message, @Nullable Instant until) {}

  /** Why a step waits. */
  public enum WaitCode {
    /** Undoing is exact until then. */
    UNDO_WINDOW,
    /** A relay has not reported the manifest yet. */
    RELAY,
    /** Somebody reads or writes what would go. */
    IN_USE,
    /** A link still uses it. */
    LINK,
    /** The region lets nothing happen now. */
    FROZEN,
    /** The broker does not answer. */
    BROKER_AWAY,
    /** Another deployment works on the broker. */
    TURN
  }

  /**
   * The contract phase.
   *
   * @param open whether steps still wait
   * @param undoUntil until when undoing brings back exactly what was
   * @param hurriedBy who ended the wait for undoing, {@code null}: nobody
   * @param hurryReason why
   */
  public record Contract(
      boolean open, Instant undoUntil, @Nullable String hurriedBy, @Nullable String hurryReason) {}

  /** Where a step stands. */
  public enum StepState {
    PENDING,
    /** For its contract phase. */
    WAITING,
    RUNNING,
    DONE,
    FAILED,
    SKIPPED
  }
}
