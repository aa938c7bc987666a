package io.meshwork.relay.spans;

import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spans on their way out: a bounded queue and one thread that sends what is in it. Who puts a span
 * in never waits; what finds no room, or is not taken, is counted and gone.
 */
final class SpanQueue implements SpanProcessor {
  private static final Logger LOG = LoggerFactory.getLogger(SpanQueue.class);
  private static final int BATCH = 512;
  private static final Duration GATHER = Duration.ofMillis(500);
  private static final Duration LAST = Duration.ofSeconds(3);

  private final SpanExporter exporter;
  private final Duration patience;
  private final BlockingQueue<SpanData> queue;
  private final LongAdder dropped = new LongAdder();
  private final Thread sender = Thread.ofVirtual().name("spans").unstarted(this::send);
  private volatile boolean closing;
  private boolean failing;

  /**
   * Sends to this exporter.
   *
   * @param room how many spans may wait
   * @param patience how long one batch may take
   */
  SpanQueue(SpanExporter exporter, int room, Duration patience) {
    this.exporter = exporter;
    this.patience = patience;
    this.queue = new ArrayBlockingQueue<>(room);
    sender.start();
  }

  @Override
  public void onStart(Context parent, ReadWriteSpan span) {}

  @Override
  public boolean isStartRequired() {
    return false;
  }

  @Override
  public void onEnd(ReadableSpan span) {
    if (closing || !queue.offer(span.toSpanData())) {
      dropped.increment();
    }
  }

  @Override
  public boolean isEndRequired() {
    return true;
  }

  void lost(long spans) {
    dropped.add(spans);
  }

  long dropped() {
    return dropped.sum();
  }

  private void send() {
    List<SpanData> batch = new ArrayList<>(BATCH);
    try {
      while (!closing || !queue.isEmpty()) {
        SpanData first = queue.poll(GATHER.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
          batch.add(first);
          queue.drainTo(batch, BATCH - 1);
          export(batch);
          batch.clear();
        }
      }
    } catch (InterruptedException e) {
      dropped.add(batch.size());
      Thread.currentThread().interrupt();
    }
  }

  private void export(List<SpanData> batch) {
    String problem = null;
    try {
      CompletableResultCode sent =
          exporter.export(List.copyOf(batch)).join(patience.toMillis(), TimeUnit.MILLISECONDS);
      problem = sent.isSuccess() ? null : text(sent.getFailureThrowable());
    } catch (RuntimeException e) {
      problem = text(e);
    }
    if (problem != null) {
      dropped.add(batch.size());
    }
    if (problem != null && !failing) {
      LOG.atWarn().addKeyValue("reason", problem).log("spans are not taken");
    }
    failing = problem != null;
  }

  private static String text(@Nullable Throwable cause) {
    String message = cause == null ? null : cause.getMessage();
    return message == null ? "no answer, or a refusal" : message;
  }

  @Override
  public CompletableResultCode shutdown() {
    closing = true;
    try {
      if (!sender.join(LAST)) {
        sender.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      sender.interrupt();
    }
    return exporter.shutdown();
  }
}
