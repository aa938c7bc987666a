package io.meshwork.deployment.observation;

import io.meshwork.api.ManifestLink;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.execution.BoundedCall;
import io.meshwork.model.BrokerName;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Looks at the channels that a link joins, for those who see the link. Thread safe. */
public final class LinkEnds {
  private final Monitoring monitoring;
  private final LinkDirectory links;
  private final Catalog catalog;
  private final Brokers brokers;

  /** Over these links and brokers. */
  public LinkEnds(Monitoring monitoring, LinkDirectory links, Catalog catalog, Brokers brokers) {
    this.monitoring = monitoring;
    this.links = links;
    this.catalog = catalog;
    this.brokers = brokers;
  }

  /** The link. Who does not see it is told that there is none. */
  public LinkDirectory.Placed link(Actor actor, LinkId id) {
    monitoring.link(actor, id);
    LinkDirectory.Placed placed = links.links().get(id);
    if (placed == null) {
      throw new MeshException(AccessError.NOT_FOUND, "Link '%s' does not exist.".formatted(id));
    }
    return placed;
  }

  /** Looks at what a broker holds; closed by the caller. */
  public Reader reader(BrokerName name) {
    var broker = catalog.snapshot(catalog.currentRevision()).brokers().get(name);
    if (broker == null) {
      throw new MeshException(
          AccessError.NOT_FOUND,
          "Broker '%s' is retired; what it holds is not looked at.".formatted(name));
    }
    return brokers.reader(name, broker.spec());
  }

  /** Calls the link's brokers for so long at the most. */
  public <T> T within(Duration limit, ManifestLink link, Callable<T> call) {
    try {
      return BoundedCall.within(
          limit,
          "One of the brokers '%s' and '%s'".formatted(link.from().broker(), link.to().broker()),
          call);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MeshException(
          TransportError.BROKER_UNREACHABLE,
          "Nobody waited for link '%s'.".formatted(link.id()),
          e);
    }
  }
}
