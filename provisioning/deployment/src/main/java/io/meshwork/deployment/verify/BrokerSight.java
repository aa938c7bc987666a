package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestLink;
import io.meshwork.deployment.observation.BrokerStatus;
import io.meshwork.deployment.observation.LinkEnds;
import io.meshwork.deployment.observation.Reachability;
import io.meshwork.deployment.store.RedriveStore;
import io.meshwork.deployment.store.StoredRedrive;
import io.meshwork.model.BrokerName;
import io.meshwork.model.LinkId;
import io.meshwork.transport.spi.Reader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Over the brokers of the catalog, as they were last seen. */
record BrokerSight(
    LinkEnds ends, LinkVerification verification, Reachability reachability, RedriveStore redrives)
    implements Sight {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int MOST_ORDERS = 100;

  @Override
  public @Nullable String away(ManifestLink link) {
    return Stream.of(link.from().broker(), link.to().broker())
        .map(reachability::status)
        .flatMap(
            status ->
                status instanceof BrokerStatus.Away away
                    ? Stream.of("Broker '%s' is away: %s".formatted(away.broker(), away.reason()))
                    : Stream.empty())
        .findFirst()
        .orElse(null);
  }

  @Override
  public Reader reader(BrokerName broker) {
    return ends.reader(broker);
  }

  @Override
  public Verifier verifier(
      ManifestLink link, Reader source, Reader target, Verifier.Bounds bounds) {
    return verification.verifier(link, source, target, bounds);
  }

  @Override
  public List<StoredRedrive> orders(LinkId link) {
    return redrives.of(link, MOST_ORDERS);
  }

  @Override
  public <T> T within(ManifestLink link, Callable<T> call) {
    return ends.within(LIMIT, link, call);
  }
}
