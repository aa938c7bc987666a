package io.meshwork.deployment.plan;

/** What happens at one operation of a deployment. */
enum Fault {
  /** The process dies right before it. */
  KILLED_BEFORE("the process is killed before the call"),
  /** The process dies right after it, before it is written down. */
  KILLED_AFTER("the process is killed after the call"),
  /** The broker fails, once. */
  FAILS("the broker fails"),
  /** The broker does the operations of a call up to this one and fails. */
  TORN("the broker fails in the middle of a call"),
  /** The broker does not answer, and does nothing. */
  HANGS("the broker hangs"),
  /** The broker does it and its answer gets lost. */
  LOSES_ANSWER("the answer is lost after success"),
  /** The broker goes away and stays away until somebody decides. */
  GOES_AWAY("the broker goes away for good");

  final String words;

  Fault(String words) {
    this.words = words;
  }
}
