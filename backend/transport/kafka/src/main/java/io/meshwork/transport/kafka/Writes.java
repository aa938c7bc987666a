package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** Hands events to a producer and tells what became of each. */
record Writes(Connection connection, TopicBook book, Clock clock) {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** An event on its way: known already, or to be awaited. */
  sealed interface Write {
    /** Its outcome is known. */
    record Settled(WriteOutcome outcome) implements Write {}

    /** The client has it. */
    record Sent(Outgoing outgoing, Uuid topicId, Future<RecordMetadata> future) implements Write {}
  }

  Write write(Producer<byte[], byte[]> producer, Outgoing outgoing) {
    String topic = outgoing.channel().value();
    WriteOutcome objection = book.objection(outgoing, clock.millis());
    TopicRules rules = book.find(topic);
    if (objection != null || rules == null) {
      return new Write.Settled(
          objection == null ? new WriteOutcome.Later(PATIENCE, "Topic is gone.") : objection);
    }
    try {
      return new Write.Sent(outgoing, rules.id(), producer.send(KafkaEvents.record(outgoing)));
    } catch (KafkaException | IllegalStateException e) {
      throw connection.errors().of("writing to '" + topic + "'", e);
    }
  }

  /** Waits for it. {@link TransportError#FENCED} is thrown, for nothing else matters then. */
  WriteOutcome settle(Write write) {
    return switch (write) {
      case Write.Settled(WriteOutcome outcome) -> outcome;
      case Write.Sent(var outgoing, var topicId, var future) -> {
        try {
          long limit = 3 * connection.timeout().toMillis();
          RecordMetadata stored = future.get(limit, TimeUnit.MILLISECONDS);
          yield new WriteOutcome.Stored(
              new SourcePartition(outgoing.channel(), stored.partition()),
              position(topicId, stored));
        } catch (InterruptedException e) {
          throw connection.interrupted("writing to '" + outgoing.channel() + "'", e);
        } catch (ExecutionException | TimeoutException e) {
          yield failed(outgoing.channel(), KafkaErrors.root(e));
        }
      }
    };
  }

  private static Position position(Uuid topicId, RecordMetadata stored) {
    return new KafkaPosition(topicId, stored.offset(), KafkaPosition.UNKNOWN_EPOCH).position();
  }

  /** What a fault means. {@link TransportError#FENCED} is thrown. */
  WriteOutcome failed(ChannelAddress channel, Throwable cause) {
    MeshException error = connection.errors().of("writing to '" + channel + "'", cause);
    if (error.code() == TransportError.FENCED) {
      throw error;
    }
    book.forget(channel.value());
    boolean forGood =
        cause instanceof RecordTooLargeException
            || cause instanceof RecordBatchTooLargeException
            || cause instanceof InvalidTimestampException
            || cause instanceof InvalidRecordException;
    return forGood
        ? new WriteOutcome.Refused(error.text())
        : new WriteOutcome.Later(PATIENCE, error.text());
  }
}
