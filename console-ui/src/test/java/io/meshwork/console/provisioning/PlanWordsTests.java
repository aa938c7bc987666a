package io.meshwork.console.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanDocument.ActionDocument;
import io.meshwork.api.PlanDocument.AttributeChange;
import io.meshwork.api.PlanDocument.Blocked;
import io.meshwork.api.PlanDocument.Price;
import io.meshwork.api.PlanDocument.Reader;
import io.meshwork.api.PlanDocument.Traffic;
import io.meshwork.api.PlanScope;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class PlanWordsTests {
  private static final ActionDocument CREATE = action("expand", "create", "a", "reversible");
  private static final ActionDocument DELETE = action("contract", "delete", "b", "irreversible");
  private static final Blocked FORCIBLE =
      new Blocked(
          "IRREVERSIBLE_CHANGE",
          "topic c on k",
          "It cannot be undone.",
          "k",
          "topic c",
          List.of(),
          List.of(new Reader("billing", 2, 1234)),
          new Traffic(9, 3, 5),
          List.of("EventType c"),
          true);

  private static ActionDocument action(String phase, String verb, String topic, String safety) {
    boolean loses = safety.equals("irreversible");
    return new ActionDocument(
        1,
        phase,
        verb,
        "eu",
        "k",
        "topic " + topic,
        List.of(new AttributeChange("partitions", null, "1")),
        safety,
        "It is as it was.",
        loses ? "Events are gone." : null,
        List.of("EventType " + topic),
        List.of(),
        "Undo.",
        loses ? List.of(new Reader("audit", 1, 7)) : List.of(),
        null);
  }

  private static PlanDocument plan(List<ActionDocument> actions, List<Blocked> blocked) {
    return new PlanDocument(
        UUID.randomUUID(),
        PlanScope.MESH,
        7,
        Instant.EPOCH,
        "ada",
        PlanDocument.State.READY,
        actions,
        blocked,
        List.of(),
        PlanAllowances.NONE,
        null,
        null,
        List.of());
  }

  private static Price price(String currency, Integer change, Integer after, String note) {
    return new Price(
        "k",
        "storage",
        "GiB",
        change == null ? null : BigDecimal.valueOf(change),
        new BigDecimal("0.10"),
        currency,
        "list",
        "2026-11-01",
        after == null ? null : BigDecimal.valueOf(after),
        note);
  }

  @Test
  void tellsInOrderWhatHappensAndWhoNotices() {
    PlanDocument plan = plan(List.of(CREATE, DELETE), List.of());

    assertThat(PlanWords.happens(plan))
        .containsExactly("At once: creates 1 on k.", "Later: deletes 1 on k.");
    assertThat(PlanWords.notices(plan))
        .containsExactly(
            "Readers of topic b on k: group 'audit' (1 member, 7 behind).",
            "Depends on what changes: EventType b.");
    assertThat(PlanWords.undo(plan, Duration.ofHours(24)))
        .contains(
            "Exact for 1 day: until then what it takes away only waits.",
            "Does not come back afterwards: topic b on k");
  }

  @Test
  void saysThatNobodyNoticesWhatOnlyAdds() {
    PlanDocument plan = plan(List.of(CREATE), List.of());

    assertThat(PlanWords.notices(plan)).singleElement().asString().startsWith("Nobody");
    assertThat(PlanWords.undo(plan, Duration.ofHours(24))).contains("Everything comes back.");
    assertThat(PlanWords.happens(plan(List.of(), List.of())))
        .containsExactly("Nothing: the mesh is as it should be.");
  }

  @Test
  void putsWhatIsBlockedFirstWithItsReadersAndWriters() {
    PlanDocument plan = plan(List.of(CREATE), List.of(FORCIBLE));

    assertThat(PlanWords.happens(plan).getFirst()).startsWith("Nothing as it stands: one thing");
    assertThat(PlanWords.notices(plan))
        .contains(
            "Readers of topic c on k: group 'billing' (2 members, 1,234 behind).",
            "Writers of topic c on k: 3 written in the last hour, 5 in the last day, up to 9 held.");
    assertThat(PlanWords.lost(plan)).containsExactly("topic c on k, if forced");
  }

  @Test
  void addsUpWhatIsKnownAndCountsWhatIsNot() {
    assertThat(Costs.words(plan(List.of(), List.of()))).containsExactly("No price changes.");
    assertThat(Costs.words(plan(List.of(CREATE), List.of())))
        .containsExactly("Not known for k: no price list, or nothing in it that changes.");
    assertThat(Costs.of(List.of(price("EUR", 10, 120, null), price("EUR", null, null, "why"))))
        .extracting(Costs::words)
        .containsExactly(
            "+1.00 EUR a month by this plan; 12.00 EUR a month in all for what it concerns, and one amount that is not known.");
    assertThat(Costs.of(List.of(price("EUR", null, null, "why"))).getFirst().words())
        .startsWith("Not known");
    assertThat(Costs.money(new BigDecimal("0.001"), "EUR")).isEqualTo("less than 0.01 EUR");
    assertThat(Costs.signed(new BigDecimal("-2"), "EUR")).isEqualTo("−2.00 EUR");
  }

  @Test
  void namesWhatMovedBetweenTwoPlans() {
    PlanDocument before = plan(List.of(CREATE), List.of(FORCIBLE));
    PlanDocument now = plan(List.of(DELETE), List.of());

    assertThat(PlanMoves.between(before, now))
        .containsExactly(
            "Not done any more: create topic a on k.",
            "Done now too: delete topic b on k.",
            "Not blocked any more: topic c on k.");
    assertThat(PlanMoves.between(now, now)).isEmpty();
    ActionDocument irreversible = action("expand", "create", "a", "irreversible");
    assertThat(PlanMoves.between(before, plan(List.of(irreversible), List.of(FORCIBLE))))
        .containsExactly("reversible before, irreversible now: create topic a on k.");
  }
}
