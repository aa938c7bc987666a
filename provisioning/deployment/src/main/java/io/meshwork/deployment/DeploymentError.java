package io.meshwork.deployment;

import io.meshwork.model.ErrorCode;
import io.meshwork.model.ErrorType;

/** Errors of planning and deploying. */
public enum DeploymentError implements ErrorCode {
  /** What the plan saw has moved since; a new one is needed. */
  PLAN_STALE(ErrorType.USER),
  /** The plan was applied before, or is being applied. */
  PLAN_APPLIED(ErrorType.USER),
  /** The plan holds what is refused or would need forcing. */
  PLAN_BLOCKED(ErrorType.USER),
  /** The documents are not those that the plan was made of. */
  DOCUMENTS_DIFFER(ErrorType.USER),
  /** There is nothing to do. */
  PLAN_EMPTY(ErrorType.USER),
  /** A region that the plan changes lets nothing deploy now, or not by who planned it. */
  DEPLOYMENT_NOT_ALLOWED(ErrorType.USER),
  /** The plan's scope names what is not there, or both a team and resources. */
  INVALID_SCOPE(ErrorType.USER),
  /** The application has no principal on the broker, or the broker makes no credentials. */
  NO_CREDENTIAL(ErrorType.USER),
  /** The deployment still works, or was taken back before. */
  CANNOT_UNDO(ErrorType.USER),
  /** What drifted cannot be what the catalog asks for. */
  CANNOT_ACCEPT(ErrorType.USER),
  /** Something is allowed by name that is not there to be allowed, or without a reason. */
  INVALID_ALLOWANCE(ErrorType.USER),
  /** A link cannot go on from there, or nobody says why it should. */
  INVALID_MOVE(ErrorType.USER),
  /** What earlier filters let pass is not known, or did not get to the subscription's broker. */
  BACKFILL_REFUSED(ErrorType.USER),
  /** Dead letters of the link are being redriven already. */
  REDRIVE_RUNS(ErrorType.USER),
  /** What is to be repaired is not there, or was repaired before. */
  INVALID_REPAIR(ErrorType.USER),
  /** Nobody says why a finding may stay. */
  INVALID_DISMISSAL(ErrorType.USER),
  /** No redrive of the link is there to stop or to resume. */
  NO_REDRIVE(ErrorType.USER),
  /** The link keeps no dead letters. */
  NO_DEAD_LETTERS(ErrorType.USER),
  /** What is stored cannot be read by this version. */
  UNREADABLE_RECORD(ErrorType.INTERNAL);

  private final ErrorType type;

  DeploymentError(ErrorType type) {
    this.type = type;
  }

  @Override
  public ErrorType type() {
    return type;
  }
}
