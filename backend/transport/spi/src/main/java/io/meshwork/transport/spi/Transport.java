package io.meshwork.transport.spi;

import io.meshwork.model.MeshException;
import io.meshwork.model.TransportName;
import java.util.List;
import java.util.Set;

/**
 * One kind of broker. Found through {@link java.util.ServiceLoader}; stateless and thread safe.
 * What {@link #deployer}, {@link #source}, {@link #sink}, {@link #slots} and {@link #reader} return
 * holds connections, connects when first used, belongs to one thread at a time unless it says
 * otherwise, and is closed by whoever asked for it. Calls that reach the broker are bounded in time
 * and fail with {@link TransportError}.
 */
public interface Transport {
  /** The word that brokers name it by. */
  TransportName name();

  /** A short name for people. */
  String label();

  /** What a broker of this kind is configured with; forms and reference pages come from it. */
  List<Setting> settings();

  /** What it can do; the TCK proves each, and the refusal of each that is missing. */
  Set<Capability> capabilities();

  /** The endpoints that its relays can push to; empty where it has none. */
  List<EndpointKind> endpointKinds();

  /**
   * The settings with which an application's principal connects, made of the broker's own: same
   * address, other identity. Needs {@link Capability#CREDENTIALS} or {@link
   * Capability#ACCESS_CONTROL}.
   *
   * @param secret a reference such as {@code file:path}, never the secret itself
   */
  default Settings forPrincipal(Settings broker, String principal, String secret) {
    throw new MeshException(
        TransportError.NOT_SUPPORTED,
        "Transport '%s' knows no principals of applications.".formatted(name()));
  }

  /** What it would build, purely computed. */
  Blueprint blueprint(Settings settings);

  /** What builds it. */
  Deployer deployer(BrokerAccess access);

  /** Reads events for links. */
  EventSource source(BrokerAccess access, SourceLimits limits);

  /** Writes events without transactions: what publishers of the mesh use. */
  EventSink sink(BrokerAccess access);

  /**
   * Shares slots among relays, and writes for the slots owned. Refused with {@link
   * TransportError#NOT_SUPPORTED} without {@link Capability#TRANSACTIONS}.
   */
  SlotLease slots(BrokerAccess access, SlotGroup group, SlotListener listener);

  /** Opens what writes for a slot, at the target. */
  SlotSink slotSink(BrokerAccess access, SlotWriter writer);

  /** Looks at channels without consuming them. */
  Reader reader(BrokerAccess access);
}
