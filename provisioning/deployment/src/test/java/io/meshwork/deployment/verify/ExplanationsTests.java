package io.meshwork.deployment.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.PositionMove;
import io.meshwork.api.RedriveDocument.State;
import io.meshwork.api.VerificationDocument.Difference;
import io.meshwork.api.VerificationDocument.Finding;
import io.meshwork.api.VerificationDocument.Range;
import io.meshwork.deployment.store.MoveStore;
import io.meshwork.deployment.store.StoredRedrive;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.DeliveryClass;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExplanationsTests {
  private final Crossed crossed = new Crossed(DeliveryClass.EFFECTIVELY_ONCE);

  /** Three events cross, four are skipped, three cross. */
  @BeforeEach
  void skipSome() {
    crossed.commit(crossed.next(0, 3));
    crossed.skip(0, 4);
    crossed.commit(crossed.next(0, 3));
  }

  @AfterEach
  void close() {
    crossed.close();
  }

  private Finding found(List<MoveStore.Entry> moves, List<StoredRedrive> orders) {
    List<Finding> found = crossed.verify(moves, orders).findings();
    assertThat(found).hasSize(1);
    return found.getFirst();
  }

  private Range hole() {
    return Objects.requireNonNull(found(List.of(), List.of()).source(), "a hole is of a source");
  }

  private static MoveStore.Entry moveTo(String position) {
    return new MoveStore.Entry(
        Crossed.LINK,
        new PositionMove(3, List.of(new PositionMove.Place(0, position))),
        "A flood.",
        "olga",
        Crossed.START);
  }

  private static StoredRedrive repair(Range range, State state) {
    return new StoredRedrive(
        new ManifestRedrive(
            new UUID(1, 1),
            Crossed.LINK,
            List.of(),
            null,
            Crossed.START,
            100,
            List.of(new ManifestRedrive.Range(range.partition(), range.from(), range.to()))),
        new RegionName("us"),
        1,
        state,
        "olga",
        Crossed.START,
        Crossed.START,
        List.of(),
        null);
  }

  @Test
  void aHoleThatNobodyOrderedIsAViolationAndCanBeRepaired() {
    Finding finding = found(List.of(moveTo(hole().from())), List.of());

    assertThat(finding.difference()).isEqualTo(Difference.HOLE);
    assertThat(finding.allowed()).isFalse();
    assertThat(finding.canBeRepaired()).isTrue();
    assertThat(finding.explanation()).isNull();
  }

  @Test
  void aMoveThatLeadsPastItExplainsAHole() {
    Finding finding = found(List.of(moveTo(hole().to())), List.of());

    assertThat(finding.allowed()).isTrue();
    assertThat(finding.canBeRepaired()).isTrue();
    assertThat(finding.explanation()).contains("skipped by position move 3", "olga", "A flood.");
  }

  @Test
  void aRepairThatIsDoneEndsAHole() {
    Finding finding = found(List.of(), List.of(repair(hole(), State.DONE)));

    assertThat(finding.allowed()).isTrue();
    assertThat(finding.canBeRepaired()).isFalse();
    assertThat(finding.explanation()).contains("repaired at", "olga");
    assertThat(found(List.of(), List.of(repair(hole(), State.RUNNING))).allowed()).isFalse();
  }
}
