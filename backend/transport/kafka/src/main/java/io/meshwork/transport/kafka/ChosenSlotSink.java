package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.OutgoingBundle;
import io.meshwork.transport.spi.Passing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SinkLimits;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.WriteOutcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes whole batches, or, where the cluster is too old for that, single records. That is found
 * out by fencing, which comes before all else.
 */
final class ChosenSlotSink implements SlotSink {
  private static final Logger LOG = LoggerFactory.getLogger(ChosenSlotSink.class);

  private final Connection connection;
  private final SlotWriter writer;
  private SlotSink chosen;
  private Set<ChannelAddress> expected = Set.of();

  ChosenSlotSink(Connection connection, SlotWriter writer) {
    this.connection = connection;
    this.writer = writer;
    this.chosen = new BatchSlotSink(connection, writer);
  }

  @Override
  public SinkLimits limits() {
    return chosen.limits();
  }

  @Override
  public Map<LinkPartition, Position> fence() {
    try {
      return chosen.fence();
    } catch (MeshException e) {
      if (chosen instanceof KafkaSlotSink || !ChosenSource.isTooOld(e)) {
        throw e;
      }
      LOG.atWarn()
          .addKeyValue("broker", connection.access().broker())
          .addKeyValue("slot", writer)
          .addKeyValue("reason", e.text())
          .log("slot writes single records, not whole batches");
      chosen.close();
      chosen = new KafkaSlotSink(connection, writer);
      chosen.expect(expected);
      return chosen.fence();
    }
  }

  @Override
  public void expect(Set<ChannelAddress> channels) {
    expected = channels;
    chosen.expect(channels);
  }

  @Override
  public void begin() {
    chosen.begin();
  }

  @Override
  public void write(Outgoing event) {
    chosen.write(event);
  }

  @Override
  public Passing passing(Bundle bundle, ChannelAddress channel) {
    return chosen.passing(bundle, channel);
  }

  @Override
  public void forward(OutgoingBundle bundle) {
    chosen.forward(bundle);
  }

  @Override
  public List<WriteOutcome> flush() {
    return chosen.flush();
  }

  @Override
  public void commit(List<Crossing> crossings) {
    chosen.commit(crossings);
  }

  @Override
  public void abort() {
    chosen.abort();
  }

  @Override
  public void close() {
    chosen.close();
  }
}
