package io.meshwork.relay.engine;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.relay.figures.Figures;
import io.meshwork.relay.spans.HopSpan;
import io.meshwork.relay.spans.HopSpans;
import io.meshwork.transport.spi.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineSpanTests {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  private final MemoryMesh mesh = new MemoryMesh();
  private final Told told = new Told();

  /** Keeps what it is told. */
  private static final class Told implements HopSpans {
    private final List<HopSpan> hops = new CopyOnWriteArrayList<>();

    @Override
    public boolean isOn() {
      return true;
    }

    @Override
    public int bundles() {
      return 1;
    }

    @Override
    public void committed(HopSpan hop, long at) {
      assertThat(at).isGreaterThanOrEqualTo(hop.readAt());
      hops.add(hop);
    }

    @Override
    public void lost(long spans) {
      throw new AssertionError(spans);
    }

    @Override
    public long dropped() {
      return 0;
    }

    @Override
    public void close() {}
  }

  @AfterEach
  void close() {
    mesh.close();
  }

  private static Event event(String flags, String payload) {
    String context = "00-" + TRACE + "-b7ad6b7169203331-" + flags;
    return new Event(
        null,
        payload.getBytes(StandardCharsets.UTF_8),
        List.of(new Header("traceparent", context.getBytes(StandardCharsets.UTF_8))),
        System.currentTimeMillis());
  }

  @Test
  void tellsOfEventsThatAreSampledOnceTheyAreCommitted() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "orders.from.eu", 1);
    mesh.broker("eu")
        .foreigner()
        .publish(
            new ChannelAddress("orders"),
            0,
            List.of(event("00", "one"), event("01", "two"), event("00", "three")));
    try (Engine engine =
        new Engine(
            mesh.transports(),
            Secrets.ofThisProcess(),
            new Figures(Clock.systemUTC()),
            MemoryMesh.QUICK,
            Clock.systemUTC(),
            told)) {
      engine.apply(mesh.manifest(aLink("a").build()));

      await().until(() -> mesh.payloads("us", "orders.from.eu", 0).count() == 3);
      await().until(() -> !told.hops.isEmpty());
    }
    assertThat(told.hops)
        .singleElement()
        .satisfies(
            hop -> {
              assertThat(hop.link().id().value()).isEqualTo("a");
              assertThat(hop.parent().traceId()).isEqualTo(TRACE);
              assertThat(hop.partition()).isZero();
              assertThat(hop.position()).endsWith(":1");
            });
  }
}
