package io.meshwork.relay.spans;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.model.RegionName;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OtlpSpansTests {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final RegionName REGION = new RegionName("us");

  private static HopSpan hop(String position) {
    TraceParent parent = TraceParent.of("00-" + TRACE + "-b7ad6b7169203331-01");
    return new HopSpan(aLink("a").build(), parent, 3, position, 1_000, 1_500);
  }

  private static SpanSettings settings(OtlpReceiver receiver) {
    return SpanSettings.from(
        Map.of(
            SpanSettings.ENDPOINT,
            receiver.address().toString(),
            SpanSettings.HEADERS,
            "x-token=s%20e",
            SpanSettings.SERVICE,
            "relay-of-tests"));
  }

  @Test
  void sendsASpanUnderThePublishersSpan() {
    try (OtlpReceiver receiver = new OtlpReceiver();
        HopSpans spans = OtlpSpans.to(settings(receiver), REGION, UUID.randomUUID())) {
      assertThat(spans.isOn()).isTrue();

      spans.committed(hop("t:42"), 2_000);

      String trace = new String(HexFormat.of().parseHex(TRACE), StandardCharsets.ISO_8859_1);
      await()
          .untilAsserted(
              () ->
                  assertThat(receiver.received())
                      .contains(
                          trace,
                          "mesh relay " + hop("").link().eventType(),
                          "meshwork.position",
                          "t:42",
                          "relay-of-tests"));
      assertThat(receiver.tokens()).containsExactly("s e");
      assertThat(spans.dropped()).isZero();
    }
  }

  @Test
  void countsWhatAReceiverDoesNotTake() {
    try (OtlpReceiver receiver = new OtlpReceiver();
        HopSpans spans = OtlpSpans.to(settings(receiver), REGION, UUID.randomUUID())) {
      receiver.refuse();

      spans.committed(hop("t:1"), 2_000);

      await().untilAsserted(() -> assertThat(spans.dropped()).isEqualTo(1));
    }
  }

  @Test
  void neverWaitsForAReceiverThatDoesNotAnswer() {
    SpanExporter stuck =
        new SpanExporter() {
          @Override
          public CompletableResultCode export(Collection<SpanData> batch) {
            return new CompletableResultCode();
          }

          @Override
          public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
          }

          @Override
          public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
          }
        };
    SpanSettings settings = SpanSettings.from(Map.of());
    HopSpans spans = OtlpSpans.to(stuck, 10, settings, REGION, UUID.randomUUID());

    for (int i = 0; i < 1_000; i++) {
      spans.committed(hop("t:" + i), 2_000);
    }

    // One batch is under way, ten wait.
    assertThat(spans.dropped()).isGreaterThanOrEqualTo(1_000 - 512 - 10).isLessThan(1_000);
    spans.close();
  }

  @Test
  void isOffWithoutAnEndpoint() {
    assertThat(OtlpSpans.to(SpanSettings.from(Map.of()), REGION, UUID.randomUUID()))
        .isSameAs(HopSpans.OFF);
    assertThat(HopSpans.OFF.isOn()).isFalse();
    assertThat(HopSpans.OFF.dropped()).isZero();
  }
}
