package io.meshwork.deployment.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.VerificationDocument.Difference;
import io.meshwork.deployment.store.StoredFinding;
import io.meshwork.deployment.store.StoredStanding;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.event.Event;
import io.meshwork.transport.memory.MemoryForeigner;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContinuousVerificationTests {
  private Crossed crossed = new Crossed(DeliveryClass.EFFECTIVELY_ONCE);
  private Turns turns = new Turns(crossed);

  @AfterEach
  void close() {
    crossed.close();
  }

  private void promising(DeliveryClass delivery) {
    crossed.close();
    crossed = new Crossed(delivery);
    turns = new Turns(crossed);
  }

  private void assertNothingFound() {
    assertThat(turns.open()).isEmpty();
    assertThat(turns.standing().outcome().problem()).isNull();
  }

  @Test
  void verifiesWhatCrossedOnceAndGoesOnFromThere() {
    crossed.commit(crossed.next(0, 5), crossed.next(1, 3));
    turns.settle();
    StoredStanding first = turns.standing();
    crossed.commit(crossed.next(0, 4));
    turns.settle();
    turns.settle();

    assertThat(first.counts().events()).isEqualTo(8);
    assertThat(turns.standing().counts().events()).isEqualTo(12);
    assertThat(turns.standing().counts().compared()).isEqualTo(12);
    assertThat(turns.standing().behind()).isZero();
    assertThat(turns.standing().through()).isAfter(first.through());
    assertNothingFound();
  }

  @Test
  void findsTheOneEventThatIsMissingAndNothingElse() {
    crossed.commit(crossed.next(0, 5));
    turns.settle();
    Crossed.Draft draft = crossed.next(0, 5);
    draft.writes.remove(2);
    crossed.commit(draft);
    crossed.commit(crossed.next(0, 5));
    turns.settle();
    turns.settle();

    assertThat(turns.open())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.finding().difference()).isEqualTo(Difference.MISSING);
              assertThat(found.finding().events()).isEqualTo(1);
              assertThat(found.finding().canBeRepaired()).isTrue();
            });
    assertThat(turns.standing().counts().events()).isEqualTo(15);
  }

  @Test
  void findsWhatWasSkippedWhileTheLinkWasSilentForHours() {
    crossed.commit(crossed.next(0, 5));
    turns.settle();
    crossed.pass(Duration.ofHours(5));
    turns.settle();
    crossed.skip(0, 3);
    crossed.commit(crossed.next(0, 2));
    turns.settle();
    turns.settle();

    assertThat(turns.open())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.finding().difference()).isEqualTo(Difference.HOLE);
              assertThat(found.finding().events()).isEqualTo(3);
            });
  }

  @Test
  void findsWhatIsReadTwiceHoursLater() {
    crossed.commit(crossed.next(0, 5));
    turns.settle();
    crossed.pass(Duration.ofHours(5));
    turns.settle();
    crossed.rewind(0, 2);
    crossed.commit(crossed.take(Crossed.LINK, new SourcePartition(Crossed.SOURCE, 0), 2));
    turns.settle();

    assertThat(turns.open())
        .extracting(found -> found.finding().difference())
        .containsExactly(Difference.OVERLAP);
  }

  @Test
  void findsAStrangersEventThatCameWhileTheLinkWasSilentForHours() {
    crossed.commit(crossed.next(0, 5));
    turns.settle();
    crossed.pass(Duration.ofHours(5));
    turns.settle();
    crossed.foreign(0, crossed.event());
    turns.settle();
    crossed.commit(crossed.next(0, 2));
    turns.settle();
    turns.settle();

    assertThat(turns.open())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.finding().difference()).isEqualTo(Difference.FOREIGN);
              assertThat(found.finding().events()).isEqualTo(1);
            });
  }

  @Test
  void goesOnInAChannelThatWasMadeAnew() {
    crossed.commit(crossed.next(0, 5));
    turns.settle();
    crossed.pass(Duration.ofHours(5));
    crossed.us().recreateTopic(Crossed.TARGET);
    crossed.commit(crossed.next(0, 4));
    turns.settle();
    turns.settle();

    assertNothingFound();
    assertThat(turns.standing().counts().events()).isEqualTo(9);
  }

  @Test
  void findsDuplicatesWhereNoneArePromised() {
    Crossed.Draft draft = crossed.next(0, 5);
    draft.writes.add(draft.writes.getFirst());
    crossed.commit(draft);
    turns.settle();

    assertThat(turns.open())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.finding().difference()).isEqualTo(Difference.DUPLICATED);
              assertThat(found.finding().events()).isEqualTo(1);
            });
  }

  @Test
  void countsDuplicatesThatTheClassAllowsAndRaisesNoAlarm() {
    promising(DeliveryClass.AT_LEAST_ONCE);
    Crossed.Draft draft = crossed.next(0, 5);
    draft.writes.add(draft.writes.getFirst());
    crossed.commit(draft);
    turns.settle();

    assertNothingFound();
    assertThat(turns.standing().counts().allowed()).isEqualTo(1);
  }

  @Test
  void raisesNoAlarmForManyDuplicatesThatTheClassAllows() {
    promising(DeliveryClass.AT_LEAST_ONCE);
    Crossed.Draft draft = crossed.next(0, 300);
    List<Event> twice = draft.writes.stream().flatMap(each -> Stream.of(each, each)).toList();
    draft.writes.clear();
    draft.writes.addAll(twice);
    crossed.commit(draft);
    turns.settle();

    assertNothingFound();
    assertThat(turns.standings().get(Crossed.LINK).open()).isZero();
    assertThat(turns.standing().counts().allowed()).isEqualTo(300);
  }

  @Test
  void takesWhatWasWrittenBeforeAFailureForNoStrangersEvents() {
    promising(DeliveryClass.AT_LEAST_ONCE);
    crossed.commit(crossed.next(0, 1));
    Crossed.Draft first = crossed.next(0, 150);
    Crossed.Draft second = crossed.next(0, 150);
    List<Event> written = new ArrayList<>(first.writes);
    written.addAll(second.writes);
    crossed.foreign(0, written.toArray(Event[]::new));
    crossed.commit(first);
    crossed.commit(second);
    crossed.pass(Duration.ofSeconds(61));
    ContinuousVerification slow = turns.worker(20);
    for (int turn = 0; turn < 20; turn++) {
      crossed.pass(slow.turn());
    }

    assertNothingFound();
    assertThat(turns.standing().counts().events()).isEqualTo(301);
    assertThat(turns.standing().counts().allowed()).isPositive();
  }

  @Test
  void findsStrangersEventsAtLeastOnceToo() {
    promising(DeliveryClass.AT_LEAST_ONCE);
    crossed.commit(crossed.next(0, 5));
    crossed.foreign(0, crossed.event());
    crossed.commit(crossed.next(0, 5));
    turns.settle();

    assertThat(turns.open())
        .extracting(found -> found.finding().difference())
        .containsExactly(Difference.FOREIGN);
  }

  @Test
  void findsStrangersEventsAtLeastOnceAfterHoursOfSilence() {
    promising(DeliveryClass.AT_LEAST_ONCE);
    crossed.commit(crossed.next(0, 5));
    turns.settle();
    crossed.pass(Duration.ofHours(5));
    turns.settle();
    crossed.foreign(0, crossed.event());
    crossed.commit(crossed.next(0, 2));
    turns.settle();

    assertThat(turns.open())
        .extracting(found -> found.finding().difference())
        .containsExactly(Difference.FOREIGN);
  }

  @Test
  void leavesWhatIsBeingCommittedForLater() {
    crossed.commit(crossed.next(0, 5));
    turns.settle();
    Crossed.Draft draft = crossed.next(0, 5);
    crossed.pass(Duration.ofSeconds(31));
    crossed.commit(draft);
    turns.all();
    StoredStanding early = turns.standing();
    turns.settle();

    assertThat(early.counts().events()).isEqualTo(5);
    assertThat(early.behind()).isEqualTo(5);
    assertThat(turns.standing().counts().events()).isEqualTo(10);
    assertNothingFound();
  }

  @Test
  void waitsForWhatTheTargetDoesNotShowYet() {
    crossed.commit(crossed.next(0, 5));
    crossed.pass(Duration.ofSeconds(5));
    MemoryForeigner.OpenTransaction open =
        crossed.us().publishOpen(Crossed.TARGET, 0, List.of(crossed.event()));
    crossed.commit(crossed.next(0, 4));
    turns.settle();
    StoredStanding waiting = turns.standing();
    open.end(false);
    turns.settle();

    assertThat(waiting.counts().events()).isEqualTo(5);
    assertThat(waiting.counts().unreadable()).isZero();
    assertThat(turns.standing().counts().compared()).isEqualTo(9);
    assertNothingFound();
  }

  @Test
  void goesOnAfterARestartInTheMiddle() {
    for (int i = 0; i < 10; i++) {
      crossed.commit(crossed.next(i % 2, 100));
    }
    crossed.pass(Duration.ofSeconds(61));
    turns.worker(20).turn();
    StoredStanding killed = turns.standing();
    turns.all();
    turns.settle();

    assertThat(killed.counts().events()).isBetween(100L, 900L);
    assertThat(turns.standing().counts().events()).isEqualTo(1_000);
    assertThat(turns.standing().counts().compared()).isEqualTo(1_000);
    assertNothingFound();
  }

  @Test
  void neverVerifiesALinkInTwoPlacesAtOnce() {
    crossed.commit(crossed.next(0, 5));
    crossed.pass(Duration.ofSeconds(61));
    List<Duration> other = new ArrayList<>();
    turns.meanwhile = () -> other.add(turns.worker(1_000).turn());
    turns.worker(1_000).turn();

    assertThat(other).containsExactly(ContinuousVerification.IDLE);
    assertThat(turns.standing().counts().events()).isEqualTo(5);
  }

  @Test
  void whoLostHisClaimKeepsNothing() {
    Crossed.Draft draft = crossed.next(0, 5);
    draft.writes.remove(2);
    crossed.commit(draft);
    crossed.pass(Duration.ofSeconds(61));
    turns.meanwhile =
        () -> {
          turns.meanwhile = () -> {};
          crossed.pass(ContinuousVerification.CLAIM.plusSeconds(1));
          turns.worker(1_000).turn();
        };
    turns.worker(1_000).turn();

    assertThat(turns.standing().counts().events()).isEqualTo(5);
    assertThat(turns.open()).hasSize(1);
    assertThat(turns.meters.get("meshwork.verification.events").counter().count()).isEqualTo(5);
  }

  @Test
  void keepsItsRateOverAllControlPlanes() {
    for (int i = 0; i < 200; i++) {
      crossed.commit(crossed.next(0, 50));
    }
    crossed.pass(Duration.ofSeconds(61));
    Instant start = crossed.clock().instant();
    List<ContinuousVerification> workers = List.of(turns.worker(100), turns.worker(100));
    long most = 0;
    for (int second = 0; second < 40; second++) {
      workers.forEach(ContinuousVerification::turn);
      long seconds = Duration.between(start, crossed.clock().instant()).toSeconds();
      long events = turns.standing().counts().events();
      assertThat(events).isLessThanOrEqualTo((seconds + 6) * 100);
      most = Math.max(most, events);
      crossed.pass(Duration.ofSeconds(1));
    }

    assertThat(most).isGreaterThan(1_000);
    assertNothingFound();
  }

  @Test
  void countsWhatTheTargetLostBeforeItWasVerified() {
    crossed.commit(crossed.next(0, 5));
    crossed.commit(crossed.next(0, 4));
    crossed.us().expire(Crossed.TARGET, 0, 5);
    turns.settle();

    assertNothingFound();
    assertThat(turns.standing().counts().leftOut()).isEqualTo(5);
    assertThat(turns.standing().counts().compared()).isEqualTo(4);
    assertThat(turns.standing().stretches())
        .singleElement()
        .satisfies(stretch -> assertThat(stretch.events()).isEqualTo(5));
  }

  @Test
  void goesOnBehindCrossingsThatWereGoneBeforeTheyWereRead() {
    crossed.commit(crossed.next(0, 5));
    turns.settle();
    crossed.pass(Duration.ofHours(2));
    crossed.commit(crossed.next(0, 7));
    crossed.pass(Duration.ofHours(2));
    turns.forgotten = crossed.clock().instant();
    crossed.commit(crossed.next(0, 4));
    turns.settle();
    turns.settle();

    assertNothingFound();
    assertThat(turns.standing().counts().events()).isEqualTo(9);
    assertThat(turns.standing().counts().leftOut()).isEqualTo(7);
    assertThat(turns.standing().stretches()).hasSize(1);
  }

  @Test
  void putsALinkBackWhoseBrokerIsAway() {
    crossed.commit(crossed.next(0, 5));
    turns.settle();
    crossed.commit(crossed.next(0, 5));
    turns.away = "Broker 'us' is away";
    turns.settle();
    Instant soon = turns.standing().outcome().nextAt();
    StoredStanding failed = turns.standing();
    turns.settle();
    Instant later = turns.standing().outcome().nextAt();
    turns.away = null;
    crossed.pass(Duration.ofMinutes(11));
    turns.all();

    assertThat(failed.outcome().problem()).contains("away");
    assertThat(failed.outcome().failures()).isPositive();
    assertThat(later).isAfter(soon);
    assertThat(turns.standing().counts().events()).isEqualTo(10);
    assertThat(turns.standing().outcome().failures()).isZero();
    assertThat(turns.standing().outcome().failed()).isPositive();
    assertThat(turns.meters.get("meshwork.verification.failed").counter().count()).isPositive();
    assertNothingFound();
  }

  @Test
  void putsALinkBackWhoseBrokerFallsSilentInTheMiddle() {
    Crossed.Draft draft = crossed.next(0, 5);
    draft.writes.remove(2);
    crossed.commit(draft);
    turns.meanwhile =
        () -> {
          throw new MeshException(TransportError.BROKER_UNREACHABLE, "No answer.");
        };
    turns.settle();

    assertThat(turns.open()).isEmpty();
    assertThat(turns.standing().outcome().problem()).isEqualTo("No answer.");
    assertThat(turns.standing().counts().events()).isZero();
  }

  @Test
  void forgivesWhatTheFormerClassAllowed() {
    crossed.promise(DeliveryClass.AT_LEAST_ONCE);
    turns.links.put(Crossed.LINK, crossed.link());
    crossed.commit(crossed.next(0, 5));
    turns.settle();
    Crossed.Draft draft = crossed.next(0, 5);
    draft.writes.add(draft.writes.getFirst());
    crossed.commit(draft);
    crossed.promise(DeliveryClass.EFFECTIVELY_ONCE);
    turns.links.put(Crossed.LINK, crossed.link());
    turns.settle();
    List<StoredFinding> then = turns.open();
    crossed.pass(Duration.ofMinutes(2));
    Crossed.Draft later = crossed.next(0, 5);
    later.writes.add(later.writes.getFirst());
    crossed.commit(later);
    turns.settle();

    assertThat(then).isEmpty();
    assertThat(turns.open()).hasSize(1);
  }
}
