package io.meshwork.relay.engine;

import io.meshwork.relay.spans.HopSpan;
import io.meshwork.relay.spans.HopSpans;
import io.meshwork.relay.spans.TraceParent;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.Received;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The sampled events of the open transaction, told of once it has committed. One thread. */
final class SampledHops {
  private static final int MOST = 2_000;
  private static final String HEADER = "traceparent";
  private static final String CLOUD_EVENT = "ce_traceparent";

  private final HopSpans spans;
  private final Clock clock;
  private final List<HopSpan> open = new ArrayList<>();
  private long bundles;

  SampledHops(HopSpans spans, Clock clock) {
    this.spans = spans;
    this.clock = clock;
  }

  /** An event was written. */
  void wrote(Cursor cursor, Received received) {
    if (spans.isOn()) {
      note(cursor, received, clock.millis());
    }
  }

  /** A bundle was forwarded; looking into it decodes it, for tracing alone. */
  void wrote(Cursor cursor, Bundle bundle) {
    if (spans.isOn() && spans.bundles() > 0 && bundles++ % spans.bundles() == 0) {
      long now = clock.millis();
      bundle.events().forEach(received -> note(cursor, received, now));
    }
  }

  private void note(Cursor cursor, Received received, long now) {
    String header = received.event().header(HEADER);
    TraceParent parent =
        TraceParent.of(header == null ? received.event().header(CLOUD_EVENT) : header);
    if (parent == null) {
      return;
    }
    if (open.size() >= MOST) {
      spans.lost(1);
      return;
    }
    open.add(
        new HopSpan(
            cursor.route().link(),
            parent,
            received.partition().number(),
            received.before().value(),
            received.event().timestamp(),
            now));
  }

  /** The transaction has committed. */
  void committed(long at) {
    open.forEach(hop -> spans.committed(hop, at));
    open.clear();
  }

  /** The transaction is over, one way or the other. */
  void forget() {
    open.clear();
  }
}
