package io.meshwork.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.TraceDocument.Kind;
import io.meshwork.api.TraceDocument.Reason;
import io.meshwork.api.TraceDocument.State;
import io.meshwork.api.TraceDocument.TracedHop;
import io.meshwork.api.TraceDocument.TracedPlace;
import io.meshwork.api.VerificationDocument.Counts;
import io.meshwork.api.VerificationDocument.Difference;
import io.meshwork.api.VerificationDocument.Finding;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What verifying and tracing answer. */
class FoundDocumentTests {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private static VerificationDocument page(String from, String to, String next, boolean allowed) {
    return new VerificationDocument(
        "link",
        "at-least-once",
        Instant.parse(from),
        Instant.parse(to),
        NOON,
        next == null ? null : Instant.parse(next),
        new Counts(1, 2, 3, 4, 5, 6, 7, 8),
        List.of(
            new Finding(Difference.DUPLICATED, allowed, 2, null, null, NOON, "twice", false, null)),
        0);
  }

  @Test
  void pagesOfAVerificationAddUp() {
    VerificationDocument all =
        page("2026-01-01T10:00:00Z", "2026-01-01T11:00:00Z", "2026-01-01T11:00:00Z", true)
            .with(page("2026-01-01T11:00:00Z", "2026-01-01T12:00:00Z", null, true));

    assertThat(all.counts()).isEqualTo(new Counts(2, 4, 6, 8, 10, 12, 14, 16));
    assertThat(all.findings()).hasSize(2);
    assertThat(all.to()).isEqualTo(NOON);
    assertThat(all.next()).isNull();
    assertThat(all.hasViolations()).isFalse();
  }

  @Test
  void onlyWhatTheClassDoesNotAllowIsAViolation() {
    String ten = "2026-01-01T10:00:00Z";

    assertThat(page(ten, ten, null, true).hasViolations()).isFalse();
    assertThat(page(ten, ten, null, false).hasViolations()).isTrue();
  }

  private static TracedHop hop(Kind kind, State state, Reason reason, List<TracedHop> behind) {
    return new TracedHop(
        kind,
        "eu",
        "kafka-eu",
        "orders",
        null,
        null,
        state,
        reason,
        "in words",
        List.of(),
        null,
        state == State.FOUND ? List.of(new TracedPlace(0, "t:1", NOON)) : List.of(),
        NOON,
        12L,
        behind);
  }

  @Test
  void aTraceKnowsWhetherTheEventWasFoundAndWhetherSomethingIsWrong() {
    TracedHop lost = hop(Kind.DELIVERY, State.ABSENT, Reason.UNEXPLAINED, List.of());
    TracedHop entry = hop(Kind.ENTRY, State.FOUND, null, List.of(lost));
    TraceDocument trace =
        new TraceDocument("orders.placed", "1", NOON, NOON, List.of(entry), List.of());

    assertThat(trace.hops()).containsExactly(entry, lost);
    assertThat(trace.wasFound()).isTrue();
    assertThat(trace.hasFaults()).isTrue();
    assertThat(MeshJson.read(MeshJson.write(trace), TraceDocument.class)).isEqualTo(trace);
  }
}
