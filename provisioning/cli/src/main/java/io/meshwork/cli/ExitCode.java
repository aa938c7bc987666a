package io.meshwork.cli;

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

  private ExitCode() {}
}
