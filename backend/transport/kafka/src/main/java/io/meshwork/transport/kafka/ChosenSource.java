package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Batch;
import io.meshwork.transport.spi.EventSource;
import io.meshwork.transport.spi.Settlement;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whole batches, or, where the cluster is too old for that, single records. That is found out
 * before anything is read, so nothing is read twice.
 */
final class ChosenSource implements EventSource {
  private static final Logger LOG = LoggerFactory.getLogger(ChosenSource.class);

  private final Connection connection;
  private final SourceLimits limits;
  private final Set<SourcePartition> paused = new HashSet<>();
  private Map<SourcePartition, StartPosition> starts = Map.of();
  private volatile EventSource chosen;
  private boolean mayChange = true;

  ChosenSource(Connection connection, SourceLimits limits) {
    this.connection = connection;
    this.limits = limits;
    this.chosen = new BatchSource(connection, limits);
  }

  /** Whether a fault says that the cluster speaks too old a version of the protocol. */
  static boolean isTooOld(MeshException thrown) {
    return thrown.getCause() instanceof UnsupportedVersionException;
  }

  @Override
  public void assign(Map<SourcePartition, StartPosition> wanted) {
    if (mayChange) {
      starts = Map.copyOf(wanted);
      paused.retainAll(wanted.keySet());
    }
    chosen.assign(wanted);
  }

  @Override
  public void pause(Set<SourcePartition> partitions) {
    if (mayChange) {
      paused.addAll(partitions);
    }
    chosen.pause(partitions);
  }

  @Override
  public void resume(Set<SourcePartition> partitions) {
    if (mayChange) {
      paused.removeAll(partitions);
    }
    chosen.resume(partitions);
  }

  @Override
  public Batch poll(Duration wait) {
    try {
      Batch batch = chosen.poll(wait);
      mayChange &= batch.isEmpty();
      return batch;
    } catch (MeshException e) {
      if (!mayChange || !isTooOld(e)) {
        throw e;
      }
      change(e);
      return chosen.poll(wait);
    }
  }

  private void change(MeshException cause) {
    LOG.atWarn()
        .addKeyValue("broker", connection.access().broker())
        .addKeyValue("reason", cause.text())
        .log("source reads single records, not whole batches");
    chosen.close();
    mayChange = false;
    EventSource other = new KafkaSource(connection, limits);
    chosen = other;
    other.assign(starts);
    other.pause(paused);
  }

  @Override
  public void settle(List<Settlement> settlements) {
    chosen.settle(settlements);
  }

  @Override
  public Map<ChannelAddress, Integer> partitions(Set<ChannelAddress> channels) {
    return chosen.partitions(channels);
  }

  @Override
  public Map<SourcePartition, Long> lag() {
    return chosen.lag();
  }

  @Override
  public void wakeUp() {
    chosen.wakeUp();
  }

  @Override
  public void close() {
    chosen.close();
  }
}
