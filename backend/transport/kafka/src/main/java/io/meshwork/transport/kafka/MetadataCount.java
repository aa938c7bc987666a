package io.meshwork.transport.kafka;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.ClusterResource;
import org.apache.kafka.common.ClusterResourceListener;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Counts how often a consumer has learnt what topics there are. A consumer that is told of a topic
 * made anew under its name reads on in it without a word; but it cannot know of it without being
 * told, and that is counted here, in the one place where Kafka's client lets itself be watched.
 */
final class MetadataCount extends ByteArrayDeserializer implements ClusterResourceListener {
  private final AtomicInteger updates = new AtomicInteger();

  @Override
  public void onUpdate(ClusterResource cluster) {
    updates.incrementAndGet();
  }

  int now() {
    return updates.get();
  }
}
