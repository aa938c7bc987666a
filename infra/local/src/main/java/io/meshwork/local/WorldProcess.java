package io.meshwork.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One process of the development world, which outlives the command that starts it. A process counts
 * as ours only if its command line says so: a recorded id may have passed on to a stranger.
 */
sealed interface WorldProcess permits JvmProcess, DatabaseProcess {
  /** What people call it. */
  WorldPort role();

  /** Where it listens. */
  int port();

  /** Where its output goes. */
  Path log();

  /** Processes that must be ready before this one is started. */
  List<WorldPort> after();

  /** The running process, if there is one and it is ours. */
  Optional<ProcessHandle> find();

  /** Starts it; returns before it is ready. */
  void start() throws IOException;

  /** Whether it answers; asked often while it starts. */
  boolean ready();

  /** What is to be done once, each time it has become ready; idempotent. */
  void whenReady() throws IOException;

  /** Ends it in order, by force after a limit. Nothing happens if it does not run. */
  void stop() throws IOException;

  /** What people call it. */
  default String name() {
    return role().process();
  }
}
