package io.meshwork.transport.memory;

import io.meshwork.transport.spi.BrokerAccess;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One user's way to one broker. Lets itself in with the first call. */
final class MemoryConnection {
  private final MemoryBroker broker;
  private final BrokerAccess access;
  private boolean open;

  MemoryConnection(MemoryBrokers brokers, BrokerAccess access) {
    this.broker = brokers.broker(access.settings().get(MemoryTransport.BROKER));
    this.access = access;
  }

  MemoryBroker broker() {
    return broker;
  }

  BrokerAccess access() {
    return access;
  }

  /** {@code null}: the administrator. */
  @Nullable String principal() {
    return access.settings().find(MemoryTransport.PRINCIPAL);
  }

  <T> T call(MemoryCall kind, Function<BrokerState, T> effect) {
    letIn();
    return broker.call(kind, effect);
  }

  /** A call that only an administrator may make. */
  <T> T administer(MemoryCall kind, Function<BrokerState, T> effect) {
    return call(
        kind,
        state -> {
          state.administer(principal());
          return effect.apply(state);
        });
  }

  /** What goes on within a call that was counted already. */
  <T> T goOn(Function<BrokerState, T> effect) {
    broker.faults().refuseWhileAway();
    return broker.look(effect);
  }

  void letIn() {
    if (!open) {
      String reference = access.settings().find(MemoryTransport.SECRET);
      String secret = reference == null ? null : access.secret(MemoryTransport.SECRET);
      broker.faults().refuseWhileAway();
      broker.authenticate(principal(), secret);
      open = true;
    }
  }
}
