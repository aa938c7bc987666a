package io.meshwork.console.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.DriftDocument;
import io.meshwork.api.DriftDocument.AwayBroker;
import io.meshwork.api.DriftDocument.DriftedResource;
import io.meshwork.api.DriftDocument.Finding;
import io.meshwork.api.PlanDocument.AttributeChange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftFindingsTests {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void namesWhatDiffersFromWhatToWhat() {
    String text =
        text(
            new DriftDocument(
                NOW.minusSeconds(70),
                List.of(
                    new DriftedResource(
                        "mem-eu",
                        "topic orders",
                        Finding.CHANGED,
                        List.of(
                            new AttributeChange("retention", "P7D", "PT1H"),
                            new AttributeChange("maxSize", "1048576", null)),
                        List.of("EventType orders"),
                        null),
                    new DriftedResource(
                        "mem-us", "topic parcels", Finding.DELETED, List.of(), List.of(), null)),
                List.of()));

    assertThat(text)
        .contains(
            "Last looked 1 min ago",
            "changedtopic orderson mem-eu",
            "retention: P7D → PT1H",
            "maxSize: 1048576 → (none)",
            "deletedtopic parcelson mem-us")
        .doesNotContain("As it was applied");
  }

  @Test
  void neverCallsWhatCannotBeSeenInOrder() {
    String text =
        text(
            new DriftDocument(
                NOW,
                List.of(),
                List.of(new AwayBroker("mem-us", NOW.minusSeconds(7_300), "No answer."))));

    assertThat(text)
        .contains(
            "mem-us has not answered since2 h ago",
            "No answer.",
            "Brokers that are away are not known");
  }

  @Test
  void saysWhenNobodyHasLooked() {
    assertThat(text(new DriftDocument(null, List.of(), List.of())))
        .contains("Nobody has looked yet")
        .doesNotContain("As it was applied");
  }

  private static String text(DriftDocument drift) {
    return new DriftFindings(drift, NOW).getElement().getTextRecursively();
  }
}
