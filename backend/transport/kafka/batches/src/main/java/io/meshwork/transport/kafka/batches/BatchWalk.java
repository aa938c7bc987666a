package io.meshwork.transport.kafka.batches;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.message.FetchResponseData;
import org.apache.kafka.common.message.FetchResponseData.AbortedTransaction;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.requests.FetchResponse;

/**
 * Walks the batches of an answer by their headers. Left out are those before the place asked for,
 * control batches, and those of aborted transactions, of which the answer lists all that touch what
 * it brings: by producer, from the first offset to the producer's abort marker.
 */
final class BatchWalk {
  private final Deque<AbortedTransaction> aborted = new ArrayDeque<>();
  private final Set<Long> aborting = new HashSet<>();
  private final List<StoredBatch> batches = new ArrayList<>();
  private long next;
  private int epoch;

  private BatchWalk(Wanted place, List<AbortedTransaction> listed) {
    next = place.offset();
    epoch = place.epoch();
    listed.stream()
        .sorted(Comparator.comparingLong(AbortedTransaction::firstOffset))
        .forEach(aborted::add);
  }

  static Fetched.Data through(Wanted place, FetchResponseData.PartitionData data) {
    var walk =
        new BatchWalk(
            place, data.abortedTransactions() == null ? List.of() : data.abortedTransactions());
    if (FetchResponse.recordsSize(data) > 0) {
      walk.walk(((MemoryRecords) FetchResponse.recordsOrFail(data)).buffer());
    }
    return new Fetched.Data(place, walk.batches, walk.next, walk.epoch, data.lastStableOffset());
  }

  private void walk(ByteBuffer buffer) {
    int at = buffer.position();
    int size = StoredBatch.sizeAt(buffer, at);
    while (size > 0) {
      take(new StoredBatch(buffer.slice(at, size)));
      at += size;
      size = StoredBatch.sizeAt(buffer, at);
    }
  }

  private void take(StoredBatch batch) {
    long last = batch.lastOffset();
    if (last < next) {
      return;
    }
    while (!aborted.isEmpty() && aborted.element().firstOffset() <= last) {
      aborting.add(aborted.remove().producerId());
    }
    if (batch.isControl()) {
      if (batch.isAbortMarker()) {
        aborting.remove(batch.producerId());
      }
    } else if ((!batch.isTransactional() || !aborting.contains(batch.producerId()))
        && !(batch.isCurrent() && batch.count() == 0)) {
      batches.add(batch);
    }
    next = last + 1;
    epoch = batch.leaderEpoch() < 0 ? epoch : batch.leaderEpoch();
  }
}
