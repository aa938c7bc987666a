package io.meshwork.transport.kafka.batches;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.requests.ProduceRequest;
import org.jspecify.annotations.Nullable;

/** One request to one broker: at most one batch a partition, as the protocol has it. */
final class ProduceRound {
  private static final int ALL_REPLICAS = -1;
  private static final long MOST_BYTES = 2L << 20;

  /** A batch and whose it is. */
  record Parcel(PartitionQueue queue, Sending sending, Uuid topicId) {}

  private record Place(Object topic, int partition) {}

  private final Node node;
  private final boolean ready;
  private final int timeoutMs;
  private final List<Parcel> parcels = new ArrayList<>();
  private final Map<Place, Parcel> places = new HashMap<>();
  private long bytes;

  ProduceRound(Node node, boolean ready, int timeoutMs) {
    this.node = node;
    this.ready = ready;
    this.timeoutMs = timeoutMs;
  }

  Node node() {
    return node;
  }

  /** Whether there is room for what this queue sends next. */
  boolean takes(PartitionQueue queue) {
    return ready && (parcels.isEmpty() || bytes + queue.waiting().element().size() <= MOST_BYTES);
  }

  void add(PartitionQueue queue, Sending sending, Uuid topicId) {
    Parcel parcel = new Parcel(queue, sending, topicId);
    parcels.add(parcel);
    places.put(new Place(topicId, queue.partition().partition()), parcel);
    places.put(new Place(queue.partition().topic(), queue.partition().partition()), parcel);
    bytes += sending.size();
  }

  boolean isEmpty() {
    return parcels.isEmpty();
  }

  long bytes() {
    return bytes;
  }

  List<Parcel> parcels() {
    return parcels;
  }

  /** Later versions answer with the topic's id, earlier ones with its name. */
  @Nullable Parcel find(Uuid topicId, String topic, int partition) {
    Parcel byId = places.get(new Place(topicId, partition));
    return byId == null ? places.get(new Place(topic, partition)) : byId;
  }

  ProduceRequest.Builder request(@Nullable String transactionalId, boolean firstKind) {
    Map<String, TopicProduceData> topics = new HashMap<>();
    for (Parcel parcel : parcels) {
      String topic = parcel.queue().partition().topic();
      topics
          .computeIfAbsent(
              topic, name -> new TopicProduceData().setName(name).setTopicId(parcel.topicId()))
          .partitionData()
          .add(
              new PartitionProduceData()
                  .setIndex(parcel.queue().partition().partition())
                  .setRecords(MemoryRecords.readableRecords(parcel.sending().bytes())));
    }
    var data =
        new ProduceRequestData()
            .setTransactionalId(transactionalId)
            .setAcks((short) ALL_REPLICAS)
            .setTimeoutMs(timeoutMs);
    topics.values().forEach(data.topicData()::add);
    return ProduceRequest.builder(data, firstKind);
  }
}
