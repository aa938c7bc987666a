package io.meshwork.cli;

import io.meshwork.api.PlanDocument;
import io.meshwork.model.ErrorCode;
import java.util.Set;

/** What the command's exit code says. */
final class ExitCode {
  /** Nothing to do, done, or compatible. */
  static final int DONE = 0;

  /** An error, usage included. */
  static final int ERROR = 1;

  /** There are changes, or violations. */
  static final int CHANGES = 2;

  /** Blocked, or waiting for approval. */
  static final int BLOCKED = 3;

  private static final Set<String> WAITING = Set.of("PLAN_BLOCKED", "DEPLOYMENT_NOT_ALLOWED");

  private ExitCode() {}

  /** What a plan says by where it stands. */
  static int of(PlanDocument plan) {
    return switch (plan.state()) {
      case EMPTY, APPLIED -> DONE;
      case READY -> CHANGES;
      case BLOCKED, STALE -> BLOCKED;
    };
  }

  /** What a refusal says. */
  static int of(ErrorCode code) {
    return WAITING.contains(code.name()) ? BLOCKED : ERROR;
  }
}
