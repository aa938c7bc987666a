package io.meshwork.deployment.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.RedriveDocument;
import io.meshwork.api.StandingDocument.State;
import io.meshwork.api.VerificationDocument.Finding;
import io.meshwork.deployment.store.StoredRedrive;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.DeliveryClass;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeptFindingTests {
  private final Crossed crossed = new Crossed(DeliveryClass.EFFECTIVELY_ONCE);
  private final Turns turns = new Turns(crossed);

  @AfterEach
  void close() {
    crossed.close();
  }

  @Test
  void resolvesAFindingWhoseRepairIsAtTheTarget() {
    StoredRedrive order = repaired(true);
    turns.settle();

    assertThat(turns.open()).isEmpty();
    assertThat(turns.keeping.findings().closed(Crossed.LINK))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.state()).isEqualTo(State.RESOLVED);
              assertThat(found.closedBy()).isEqualTo(order.startedBy());
            });
  }

  @Test
  void keepsAFindingWhoseRepairIsNotAtTheTarget() {
    repaired(false);
    turns.settle();

    assertThat(turns.open())
        .singleElement()
        .satisfies(found -> assertThat(found.reason()).contains("not all there"));
  }

  /** A missing event that was found and pulled again, or said to be. */
  private StoredRedrive repaired(boolean truly) {
    Crossed.Draft lost = crossed.next(0, 1);
    Crossed.Draft rest = crossed.next(0, 4);
    Crossed.Draft all = new Crossed.Draft(Crossed.LINK, lost.source, lost.from, rest.through);
    all.passed = 5;
    all.digest = lost.digest.plus(rest.digest);
    all.writes.addAll(rest.writes);
    crossed.commit(all);
    turns.settle();
    Finding found = turns.open().getFirst().finding();
    UUID id = UUID.randomUUID();
    Instant started = crossed.clock().instant();
    Crossed.Draft again = Turns.repairing(lost, new LinkId(Crossed.LINK + "#repair-" + id));
    if (!truly) {
      again.writes.set(0, crossed.event());
    }
    crossed.commit(again);
    StoredRedrive order =
        StoredRedrive.begun(
                new ManifestRedrive(
                    id,
                    Crossed.LINK,
                    List.of(),
                    null,
                    started,
                    100,
                    List.of(
                        new ManifestRedrive.Range(0, found.source().from(), found.source().to()))),
                new RegionName("us"),
                1,
                "Olga",
                started)
            .in(RedriveDocument.State.DONE, crossed.clock().instant());
    turns.orders.add(order);
    return order;
  }

  @Test
  void namesAtMostSoManyFindingsAndCountsTheRest() {
    for (int i = 0; i < 210; i++) {
      Crossed.Draft draft = crossed.next(0, 3);
      draft.writes.remove(1);
      crossed.commit(draft);
    }
    turns.settle();

    assertThat(turns.open()).hasSize(200);
    assertThat(turns.standing().unnamed()).isEqualTo(10);
    assertThat(turns.standings().get(Crossed.LINK).open()).isEqualTo(210);
  }

  @Test
  void showsHowLinksStand() {
    Crossed.Draft draft = crossed.next(0, 5);
    draft.writes.remove(2);
    crossed.commit(draft);
    turns.settle();
    crossed.pass(Duration.ofSeconds(11));
    turns.worker(100).turn();

    assertThat(
            turns
                .meters
                .get("meshwork.link.verification.findings")
                .tag("team", "orders")
                .gauge()
                .value())
        .isEqualTo(1);
    assertThat(turns.meters.get("meshwork.link.verification.behind.seconds").gauge().value())
        .isBetween(30.0, 120.0);
  }
}
