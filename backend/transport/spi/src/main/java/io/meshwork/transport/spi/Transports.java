package io.meshwork.transport.spi;

import io.meshwork.model.MeshException;
import io.meshwork.model.TransportName;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The transports that are installed. */
public final class Transports {
  private final Map<TransportName, Transport> byName = new TreeMap<>();

  /** Exactly these; two of one name are refused. */
  public Transports(Collection<? extends Transport> transports) {
    for (Transport transport : transports) {
      if (byName.put(transport.name(), transport) != null) {
        throw new IllegalStateException("Two transports are named " + transport.name());
      }
    }
  }

  /** All on the class path. */
  public static Transports installed() {
    return new Transports(
        ServiceLoader.load(Transport.class).stream().map(ServiceLoader.Provider::get).toList());
  }

  /** The one of this name, or {@link TransportError#UNKNOWN_TRANSPORT} naming those there are. */
  public Transport get(TransportName name) {
    Transport transport = byName.get(name);
    if (transport == null) {
      throw new MeshException(
          TransportError.UNKNOWN_TRANSPORT,
          "Transport '%s' is not installed; there are: %s.".formatted(name, byName.keySet()));
    }
    return transport;
  }

  /** All, by name. */
  public Collection<Transport> all() {
    return Collections.unmodifiableCollection(byName.values());
  }
}
