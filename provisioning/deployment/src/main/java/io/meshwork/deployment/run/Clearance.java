package io.meshwork.deployment.run;

/** Whether somebody may apply a plan, by their rights and by what its regions say now. */
public sealed interface Clearance {
  /** Nothing speaks against it. */
  record Clear() implements Clearance {}

  /**
   * A region is frozen.
   *
   * @param why which, until when and for what reason
   * @param mayOverride whether they may go ahead with a reason of their own
   */
  record Frozen(String why, boolean mayOverride) implements Clearance {}

  /**
   * Another must apply it.
   *
   * @param why which region asks for that
   */
  record AnotherMust(String why) implements Clearance {}

  /** They may apply nothing of whom the plan is about, or know of no such plan. */
  record NotTheirs() implements Clearance {}
}
