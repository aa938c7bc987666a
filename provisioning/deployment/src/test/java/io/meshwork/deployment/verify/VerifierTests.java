package io.meshwork.deployment.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.VerificationDocument;
import io.meshwork.api.VerificationDocument.Difference;
import io.meshwork.api.VerificationDocument.Finding;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.transport.spi.Digest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerifierTests {
  private Crossed crossed = new Crossed(DeliveryClass.EFFECTIVELY_ONCE);

  @AfterEach
  void close() {
    crossed.close();
  }

  private void promising(DeliveryClass delivery, String... filters) {
    crossed.close();
    crossed = new Crossed(delivery, filters);
  }

  private Finding only() {
    List<Finding> findings = crossed.verify().findings();
    assertThat(findings).hasSize(1);
    return findings.getFirst();
  }

  private void goodPass() {
    crossed.commit(crossed.next(0, 3), crossed.next(1, 2));
  }

  @Test
  void findsNothingWhereAllIsWell() {
    goodPass();
    crossed.commit(crossed.next(0, 4).forwarded());
    goodPass();

    VerificationDocument found = crossed.verify();

    assertThat(found.findings()).isEmpty();
    assertThat(found.hasViolations()).isFalse();
    assertThat(found.next()).isNull();
    assertThat(found.counts().crossings()).isEqualTo(5);
    assertThat(found.counts().compared()).isEqualTo(14);
    assertThat(found.counts().passed()).isEqualTo(14);
  }

  @Test
  void namesWhereEventsAreMissing() {
    goodPass();
    Crossed.Draft draft = crossed.next(0, 6).forwarded();
    draft.writes.subList(2, 4).clear();
    crossed.commit(draft);
    goodPass();

    Finding finding = only();

    assertThat(finding.difference()).isEqualTo(Difference.MISSING);
    assertThat(finding.events()).isEqualTo(2);
    assertThat(finding.allowed()).isFalse();
    assertThat(finding.source()).isNotNull();
    assertThat(finding.source().channel()).isEqualTo("orders");
    assertThat(finding.source().from()).endsWith(":5");
    assertThat(finding.source().to()).endsWith(":7");
    assertThat(finding.text()).contains("2 events of orders/0");
  }

  @Test
  void namesEventsThatAreThereTwice() {
    Crossed.Draft draft = crossed.next(1, 3);
    draft.writes.add(draft.writes.getFirst());
    crossed.commit(draft);

    Finding finding = only();

    assertThat(finding.difference()).isEqualTo(Difference.DUPLICATED);
    assertThat(finding.events()).isEqualTo(1);
    assertThat(finding.target()).isNotNull();
    assertThat(finding.target().from()).isEqualTo(finding.target().to()).endsWith(":3");
  }

  @Test
  void namesEventsOfOthersWithinACrossing() {
    Crossed.Draft draft = crossed.next(1, 3);
    draft.writes.add(1, crossed.event());
    crossed.commit(draft);

    assertThat(only().difference()).isEqualTo(Difference.FOREIGN);
  }

  @Test
  void namesEventsOfOthersBetweenCrossings() {
    goodPass();
    crossed.foreign(0, crossed.event(), crossed.event());
    goodPass();

    Finding finding = only();

    assertThat(finding.difference()).isEqualTo(Difference.FOREIGN);
    assertThat(finding.events()).isEqualTo(2);
    assertThat(crossed.verify().hasViolations()).isTrue();
  }

  @Test
  void namesEventsThatAreNotTheSame() {
    Crossed.Draft draft = crossed.next(0, 3);
    draft.writes.set(1, crossed.event());
    crossed.commit(draft);

    assertThat(only().difference()).isEqualTo(Difference.DIFFERENT);
  }

  @Test
  void namesWhatNoCrossingAccountsFor() {
    goodPass();
    crossed.skip(0, 4);
    goodPass();

    Finding finding = only();

    assertThat(finding.difference()).isEqualTo(Difference.HOLE);
    assertThat(finding.events()).isEqualTo(4);
    assertThat(finding.source()).isNotNull();
    assertThat(finding.source().from()).endsWith(":3");
  }

  @Test
  void namesWhatACrossingLeavesOut() {
    Crossed.Draft draft = crossed.next(0, 5);
    draft.writes.removeLast();
    draft.passed--;
    draft.digest = draft.writes.stream().map(Digest::of).reduce(Digest.NONE, Digest::plus);
    crossed.commit(draft);

    assertThat(only().difference()).isEqualTo(Difference.HOLE);
  }

  @Test
  void namesWhatWasReadTwiceAndAllowsItAtLeastOnce() {
    goodPass();
    crossed.rewind(0, 2);
    goodPass();
    assertThat(only().difference()).isEqualTo(Difference.OVERLAP);
    assertThat(only().allowed()).isFalse();

    promising(DeliveryClass.AT_LEAST_ONCE);
    goodPass();
    crossed.rewind(0, 2);
    goodPass();
    assertThat(only().allowed()).isTrue();
    assertThat(crossed.verify().hasViolations()).isFalse();
  }

  @Test
  void allowsAnAtLeastOnceLinkToWriteAgainWhatItNeverTold() {
    promising(DeliveryClass.AT_LEAST_ONCE);
    goodPass();
    Crossed.Draft draft = crossed.next(0, 3);
    crossed.foreign(0, draft.writes.getFirst());
    crossed.commit(draft);

    assertThat(only().difference()).isEqualTo(Difference.DUPLICATED);
    assertThat(only().allowed()).isTrue();
  }

  @Test
  void looksForWhatAnAtMostOnceLinkWroteAndAllowsItToLose() {
    promising(DeliveryClass.AT_MOST_ONCE);
    goodPass();
    assertThat(crossed.verify().findings()).isEmpty();
    assertThat(crossed.verify().counts().compared()).isEqualTo(5);

    Crossed.Draft draft = crossed.next(0, 3);
    draft.writes.removeFirst();
    crossed.commit(draft);
    assertThat(only().difference()).isEqualTo(Difference.MISSING);
    assertThat(only().allowed()).isTrue();
  }

  @Test
  void appliesTheLinksFilter() {
    promising(DeliveryClass.EFFECTIVELY_ONCE, "{\"data\":{\"even\":[true]}}");
    goodPass();
    goodPass();

    VerificationDocument found = crossed.verify();
    assertThat(found.findings()).isEmpty();
    assertThat(found.counts().filtered()).isPositive();
    assertThat(found.counts().compared()).isEqualTo(found.counts().passed()).isPositive();

    Crossed.Draft draft = crossed.next(0, 6);
    draft.writes.remove(1);
    crossed.commit(draft);
    assertThat(only().difference()).isEqualTo(Difference.MISSING);
    assertThat(only().events()).isEqualTo(1);
  }

  @Test
  void knowsThatTheFilterWasAnotherAndComparesNumbersAndDigests() {
    promising(DeliveryClass.EFFECTIVELY_ONCE, "{\"data\":{\"even\":[true]}}");
    Crossed.Draft draft = crossed.next(0, 4);
    Crossed.Draft unfiltered = crossed.nextOfOther(0, 4);
    draft.writes.clear();
    draft.writes.addAll(unfiltered.writes);
    draft.passed = 4;
    draft.filtered = 0;
    draft.digest = unfiltered.digest;
    crossed.commit(draft);

    assertThat(crossed.verify().findings()).isEmpty();
    assertThat(crossed.verify().counts().counted()).isEqualTo(4);
  }

  @Test
  void comparesWithTheCrossingWhereTheSourceRetainsNothing() {
    goodPass();
    Crossed.Draft draft = crossed.next(0, 4);
    draft.writes.removeLast();
    crossed.commit(draft);
    crossed.eu().expire(Crossed.SOURCE, 0, 100);
    crossed.eu().expire(Crossed.SOURCE, 1, 100);

    assertThat(only().difference()).isEqualTo(Difference.MISSING);
    assertThat(crossed.verify().counts().counted()).isEqualTo(9);
    assertThat(crossed.verify().counts().compared()).isZero();
  }

  @Test
  void seesByTheDigestThatEventsAreNotTheSameThoughTheSourceRetainsNothing() {
    Crossed.Draft draft = crossed.next(0, 4);
    draft.writes.set(0, crossed.event());
    crossed.commit(draft);
    crossed.eu().expire(Crossed.SOURCE, 0, 100);

    assertThat(only().difference()).isEqualTo(Difference.DIFFERENT);
  }

  @Test
  void holdsNothingAgainstWhatTheTargetRetainsNoMore() {
    goodPass();
    goodPass();
    crossed.us().expire(Crossed.TARGET, 0, 5);

    VerificationDocument found = crossed.verify();

    assertThat(found.findings()).isEmpty();
    assertThat(found.counts().notRetained()).isEqualTo(6);
  }

  @Test
  void forgivesWhatWasRefused() {
    Crossed.Draft draft = crossed.next(0, 4);
    draft.writes.remove(2);
    draft.passed--;
    draft.refused++;
    draft.digest = draft.writes.stream().map(Digest::of).reduce(Digest.NONE, Digest::plus);
    crossed.commit(draft);

    assertThat(crossed.verify().findings()).isEmpty();
  }

  @Test
  void tellsLinksIntoOneChannelApart() {
    crossed.commit(crossed.next(0, 3), crossed.nextOfOther(0, 5));
    crossed.commit(crossed.nextOfOther(0, 2).forwarded(), crossed.next(0, 4));
    crossed.commit(crossed.nextOfOther(0, 2));
    crossed.commit(crossed.next(0, 1));
    assertThat(crossed.verify().findings()).isEmpty();

    Crossed.Draft draft = crossed.next(0, 3);
    draft.writes.remove(1);
    crossed.commit(draft, crossed.nextOfOther(0, 3));
    assertThat(only().difference()).isEqualTo(Difference.MISSING);
  }

  @Test
  void findsByNumberWhatIsTooManyAmongSeveralLinks() {
    Crossed.Draft draft = crossed.next(0, 3);
    draft.writes.add(1, crossed.event());
    crossed.commit(draft, crossed.nextOfOther(0, 5));

    assertThat(only().difference()).isEqualTo(Difference.FOREIGN);
    assertThat(only().events()).isEqualTo(1);
  }

  @Test
  void leavesOthersFaultsToOthers() {
    Crossed.Draft other = crossed.nextOfOther(0, 5);
    other.writes.removeLast();
    crossed.commit(crossed.next(0, 3), other);

    assertThat(crossed.verify().findings()).isEmpty();
  }

  @Test
  void judgesEachCrossingOnceHoweverLittleFitsIntoAnAnswer() {
    for (int i = 0; i < 5; i++) {
      goodPass();
    }
    Crossed.Draft draft = crossed.next(0, 6);
    draft.writes.removeLast();
    crossed.commit(draft);
    crossed.foreign(0, crossed.event());
    goodPass();

    List<VerificationDocument> pages = crossed.pages(6);

    assertThat(pages).hasSizeGreaterThan(3);
    assertThat(pages.stream().mapToLong(page -> page.counts().crossings()).sum()).isEqualTo(13);
    assertThat(pages.stream().flatMap(page -> page.findings().stream()))
        .extracting(Finding::difference)
        .containsExactly(Difference.MISSING, Difference.FOREIGN);
  }

  @Test
  void namesSoManyAndCountsTheRest() {
    Crossed.Draft draft = crossed.next(0, 600);
    for (int i = 598; i >= 0; i -= 2) {
      draft.writes.remove(i);
    }
    crossed.commit(draft);

    VerificationDocument found = crossed.verify();

    assertThat(found.findings()).hasSize(200);
    assertThat(found.moreFindings()).isEqualTo(100);
    assertThat(found.hasViolations()).isTrue();
  }
}
