package io.meshwork.console.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.DriftDocument.AwayBroker;
import io.meshwork.api.DriftDocument.DriftedResource;
import io.meshwork.api.DriftDocument.Finding;
import io.meshwork.api.DriftDocument.Ignored;
import io.meshwork.api.PlanDocument.AttributeChange;
import io.meshwork.deployment.drift.DriftRemedies.Remedy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DriftFindingsTests {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final DriftedResource CHANGED =
      new DriftedResource(
          "mem-eu",
          "topic orders",
          Finding.CHANGED,
          NOW.minusSeconds(70),
          List.of(
              new AttributeChange("retention", "P7D", "PT1H"),
              new AttributeChange("maxSize", "1048576", null)),
          List.of("EventType orders"),
          null);
  private static final DriftedResource DELETED =
      new DriftedResource(
          "mem-us",
          "topic parcels",
          Finding.DELETED,
          NOW,
          List.of(new AttributeChange("partitions", "2", null)),
          List.of(),
          new Ignored("ada", "a rehearsal", NOW, NOW.plusSeconds(3600)));

  @Test
  void namesWhatDiffersFromWhatToWhatSinceWhenAndWhy() {
    assertThat(text(seen(List.of(CHANGED, DELETED), List.of(), Set.of()), 50))
        .contains(
            "mem-eu1 differs",
            "changedtopic orderssince 1 min ago",
            "retentionP7DPT1H",
            "maxSize1048576(none)",
            "Because of EventType orders.",
            "Plan the repairAccept into the catalogIgnore",
            "1 ignored for a while",
            "deletedtopic parcels",
            "partitions2gone",
            "ada ignores it until 1 Mar 2026, 13:00:00 UTC: a rehearsal",
            "Show it again");
  }

  @Test
  void neverCallsWhatCannotBeSeenGone() {
    assertThat(
            text(
                seen(
                    List.of(),
                    List.of(new AwayBroker("mem-us", NOW.minusSeconds(7_300), "No answer.")),
                    Set.of()),
                50))
        .contains("mem-us", "Unknown since 2 h ago", "Nothing is taken for gone. No answer.");
  }

  @Test
  void repairsNothingOnABrokerThatIsOnlyWatched() {
    assertThat(text(seen(List.of(CHANGED), List.of(), Set.of("mem-eu")), 50))
        .contains("read-only", "changes nothing on it", "Accept into the catalog")
        .doesNotContain("Plan the repair");
  }

  @Test
  void showsAFewAtATimeAndOnlyWhatIsSearchedFor() {
    DriftSeen all = seen(List.of(CHANGED, DELETED), List.of(), Set.of());

    assertThat(text(all, 1)).contains("topic orders").doesNotContain("topic parcels");
    assertThat(text(all.about(" PARCELS "), 50)).contains("parcels").doesNotContain("orders");
  }

  private static DriftSeen seen(
      List<DriftedResource> resources, List<AwayBroker> away, Set<String> readOnly) {
    return new DriftSeen(
        resources,
        away,
        Map.of(CHANGED, Set.of(Remedy.values()), DELETED, Set.of(Remedy.DECIDE)),
        readOnly);
  }

  private static String text(DriftSeen seen, int limit) {
    return new DriftFindings(
            seen, limit, NOW, new DriftFindings.Deeds(_ -> {}, _ -> {}, _ -> {}, _ -> {}))
        .getElement()
        .getTextRecursively();
  }
}
