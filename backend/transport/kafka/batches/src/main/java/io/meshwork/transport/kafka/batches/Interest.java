package io.meshwork.transport.kafka.batches;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.Metadata;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.internals.ClusterResourceListeners;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.utils.LogContext;

/** What is known of the topics that somebody cares for, and of no others. */
final class Interest extends Metadata {
  private static final long BACKOFF_MS = 50;
  private static final long MOST_BACKOFF_MS = 1000;

  private final Set<String> topics = new HashSet<>();

  Interest(AdminClientConfig config, LogContext context) {
    super(
        BACKOFF_MS,
        MOST_BACKOFF_MS,
        config.getLong(AdminClientConfig.METADATA_MAX_AGE_CONFIG),
        context,
        new ClusterResourceListeners());
  }

  /** Only these from now on; asks for them when one of them is new. */
  synchronized void in(Set<String> wanted) {
    boolean more = !topics.containsAll(wanted);
    topics.clear();
    topics.addAll(wanted);
    if (more) {
      requestUpdate(true);
    }
  }

  /** This one too. */
  synchronized void also(String topic) {
    if (topics.add(topic)) {
      requestUpdate(true);
    }
  }

  @Override
  protected synchronized MetadataRequest.Builder newMetadataRequestBuilder() {
    return new MetadataRequest.Builder(new ArrayList<>(topics), false);
  }

  @Override
  protected synchronized boolean retainTopic(String topic, boolean isInternal, long nowMs) {
    return topics.contains(topic);
  }
}
