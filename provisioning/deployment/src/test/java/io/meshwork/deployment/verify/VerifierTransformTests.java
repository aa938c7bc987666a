package io.meshwork.deployment.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.VerificationDocument.Difference;
import io.meshwork.api.VerificationDocument.Finding;
import io.meshwork.model.catalog.DeliveryClass;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifierTransformTests {
  private final Crossed crossed =
      new Crossed(DeliveryClass.EFFECTIVELY_ONCE, "{\"data\":{\"n\":[{\"exists\":true}]}}");
  private final Crossed unfiltered = new Crossed(DeliveryClass.EFFECTIVELY_ONCE);

  @BeforeEach
  void transform() {
    crossed.transform("{\"/number\":\"/n\"}");
    unfiltered.transform("{\"/number\":\"/n\"}");
  }

  @AfterEach
  void close() {
    crossed.close();
    unfiltered.close();
  }

  private static List<Difference> differences(Crossed of) {
    return of.verify().findings().stream().map(Finding::difference).toList();
  }

  @Test
  void findsNothingWhereEventsWereProjected() {
    crossed.commit(crossed.next(0, 5), crossed.next(1, 3));
    crossed.commit(crossed.next(0, 2), crossed.nextOfOther(0, 4));

    assertThat(differences(crossed)).isEmpty();
    assertThat(crossed.verify().counts().compared()).isEqualTo(10);
  }

  @Test
  void findsAnEventThatIsNotWhatTheTransformMakesOfIt() {
    Crossed.Draft draft = crossed.next(0, 5);
    draft.writes.set(2, crossed.event());
    crossed.commit(draft);

    assertThat(differences(crossed)).containsExactly(Difference.DIFFERENT);
  }

  @Test
  void findsAnEventThatWasNotProjected() {
    crossed.transform(null);
    Crossed.Draft draft = crossed.next(0, 1);
    crossed.transform("{\"/number\":\"/n\"}");
    Crossed.Draft more = crossed.next(0, 4);
    more.writes.set(1, draft.writes.getFirst());
    crossed.commit(draft);
    crossed.commit(more);

    assertThat(differences(crossed)).containsExactly(Difference.DIFFERENT);
  }

  @Test
  void findsWhatIsMissingBesideWhatCannotBeProjected() {
    unfiltered.publishUnreadable(0);
    Crossed.Draft draft = unfiltered.nextAnd(0, 5);
    assertThat(draft.refused).isEqualTo(1);
    unfiltered.commit(draft);
    assertThat(differences(unfiltered)).isEmpty();

    Crossed.Draft lacking = unfiltered.next(0, 5);
    lacking.writes.remove(3);
    unfiltered.commit(lacking);

    assertThat(differences(unfiltered)).containsExactly(Difference.MISSING);
  }

  @Test
  void whatAnEarlierTransformMadeIsComparedByNumberAndDigest() {
    crossed.commit(crossed.next(0, 5));
    unfiltered.publishUnreadable(0);
    unfiltered.commit(unfiltered.nextAnd(0, 5));
    crossed.transform("{\"/v\":\"/n\"}");
    unfiltered.transform("{\"/v\":\"/n\"}");
    crossed.commit(crossed.next(0, 5));
    unfiltered.commit(unfiltered.next(0, 5));

    assertThat(differences(crossed)).isEmpty();
    assertThat(crossed.verify().counts().counted()).isEqualTo(5);
    assertThat(differences(unfiltered)).isEmpty();

    crossed.transform("{\"/number\":\"/n\"}");
    Crossed.Draft draft = crossed.next(0, 5);
    draft.writes.set(2, crossed.event());
    crossed.commit(draft);
    crossed.transform("{\"/v\":\"/n\"}");
    assertThat(differences(crossed)).containsExactly(Difference.DIFFERENT);
  }

  @Test
  void whatWasForwardedWholeBeforeTheTransformIsNotHeldAgainstTheLink() {
    unfiltered.transform(null);
    unfiltered.commit(unfiltered.next(0, 5).forwarded());
    unfiltered.transform("{\"/number\":\"/n\"}");
    unfiltered.commit(unfiltered.next(0, 5));

    assertThat(differences(unfiltered)).isEmpty();
    assertThat(unfiltered.verify().counts().counted()).isEqualTo(5);
  }
}
