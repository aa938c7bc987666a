package io.meshwork.relay.engine;

import io.meshwork.api.ManifestRedrive;
import io.meshwork.transport.spi.Bundle;
import java.nio.ByteBuffer;
import java.util.Set;

/** One order to hand events on beside the live ones, in one slot. One thread. */
interface OrderRun {
  ManifestRedrive order();

  Route route();

  /** Whether something is to be looked at or written now. */
  boolean isDue();

  /** Does a bounded part of it, in transactions of its own. */
  void step();

  /** The keys of these events of which something is to be handed on before them. */
  Set<ByteBuffer> keysWaiting(Bundle bundle);

  /** Hands on all of these keys, whatever the rate; what comes later waits the longer for it. */
  void handOn(Set<ByteBuffer> keys);

  /** The lane has it no longer. */
  void end();
}
