package io.meshwork.relay.engine;

import io.meshwork.api.ManifestRedrive;

/** One order to hand events on beside the live ones, in one slot. One thread. */
interface OrderRun {
  ManifestRedrive order();

  Route route();

  /** Whether something is to be looked at or written now. */
  boolean isDue();

  /** Does a bounded part of it, in transactions of its own. */
  void step();

  /** The lane has it no longer. */
  void end();
}
