package io.meshwork.deployment.trace;

import static io.meshwork.deployment.trace.Lives.NOON;
import static io.meshwork.deployment.trace.Lives.always;
import static io.meshwork.deployment.trace.Lives.link;
import static io.meshwork.deployment.trace.Lives.stretch;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.TraceDocument.Reason;
import io.meshwork.api.TraceDocument.State;
import io.meshwork.deployment.trace.Track.Reach;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class HopJudgeTests {
  private static final String OTHER = "{\"data\":{\"total\":[1]}}";
  private static final Event EVENT =
      new Event(
          null, "{\"total\":2}".getBytes(StandardCharsets.UTF_8), List.of(), NOON.toEpochMilli());
  private static final Find UNSEEN = new Find.Unseen(true, 10, null);
  private static final Find CUT = new Find.Unseen(false, 10, null);
  private static final Find EXPIRED = new Find.Unseen(true, 10, NOON.plusSeconds(100));

  private static Crossing crossing(long filtered, long refused) {
    SourcePartition partition = new SourcePartition(new ChannelAddress("orders"), 0);
    return new Crossing(
        new LinkId("orders.placed@eu:eu~us"),
        partition,
        new Position("t:0"),
        new Position("t:10"),
        10 - filtered - refused,
        filtered,
        refused,
        Digest.NONE,
        Digest.NONE,
        List.of(),
        NOON.plusSeconds(60));
  }

  private static Track crossed(long filtered, long refused) {
    return new Track(crossing(filtered, refused), true, true, Reach.PAST, 0, null);
  }

  private static Track untold(Reach reach, boolean whole, boolean joined) {
    return new Track(null, whole, joined, reach, 7, null);
  }

  private static Verdict judge(LinkLife life, Track track, Find find) {
    return new HopJudge(life, EVENT, NOON, track).judge(find);
  }

  @Test
  void findsAnEventThatLiesThere() {
    SourcePartition partition = new SourcePartition(new ChannelAddress("orders.eu"), 0);
    Received there = new Received(partition, new Position("t:1"), new Position("t:2"), EVENT);

    assertThat(judge(always(link(null)), crossed(0, 0), new Find.There(List.of(there))).state())
        .isEqualTo(State.FOUND);
    Verdict twice = judge(always(link(null)), crossed(0, 0), new Find.There(List.of(there, there)));
    assertThat(twice.text()).contains("2 times");
    assertThat(twice.next()).contains("mesh verify");
  }

  @Test
  void isHeldBackByTheFilterOfTheCommit() {
    Verdict verdict = judge(always(link(OTHER)), crossed(3, 0), UNSEEN);

    assertThat(verdict.reason()).isEqualTo(Reason.HELD_BACK);
    assertThat(verdict.clauses()).containsExactly("data.total: [1]");
  }

  @Test
  void isHeldBackByTheFilterOfThenAndNotOfNow() {
    LinkLife widened =
        new LinkLife(List.of(stretch(-3600, link(OTHER)), stretch(600, link(null))), true);

    assertThat(judge(widened, crossed(3, 0), UNSEEN).reason()).isEqualTo(Reason.HELD_BACK);
  }

  @Test
  void cannotDecideWhereTheFilterChangedAboutThen() {
    LinkLife changed =
        new LinkLife(List.of(stretch(-3600, link(OTHER)), stretch(50, link(null))), true);
    LinkLife unknown = new LinkLife(List.of(stretch(-3600, link(OTHER))), false);

    assertThat(judge(changed, crossed(3, 0), UNSEEN).state()).isEqualTo(State.UNDECIDED);
    assertThat(judge(unknown, crossed(3, 0), UNSEEN).state()).isEqualTo(State.UNDECIDED);
  }

  @Test
  void wasRefusedWhereTheCommitCountsSo() {
    assertThat(judge(always(link(null)), crossed(0, 1), UNSEEN).reason()).isEqualTo(Reason.REFUSED);
  }

  @Test
  void isNoLongerHeldWhereItWasWritten() {
    assertThat(judge(always(link(null)), crossed(0, 0), EXPIRED).reason())
        .isEqualTo(Reason.RETENTION);
    assertThat(judge(always(link(null)), untold(Reach.PAST, true, true), EXPIRED).reason())
        .isEqualTo(Reason.RETENTION);
  }

  @Test
  void mayBeLostByAClassThatMayLose() {
    LinkLife weak = always(link(null, DeliveryClass.AT_MOST_ONCE, new StartAt.Latest()));

    assertThat(judge(weak, crossed(0, 0), UNSEEN).reason()).isEqualTo(Reason.AT_MOST_ONCE);
    assertThat(judge(weak, untold(Reach.PAST, true, true), UNSEEN).reason())
        .isEqualTo(Reason.AT_MOST_ONCE);
  }

  @Test
  void isAFaultWhereNothingExplainsIt() {
    Verdict verdict = judge(always(link(null)), crossed(0, 0), UNSEEN);

    assertThat(verdict.reason()).isEqualTo(Reason.UNEXPLAINED);
    assertThat(verdict.next())
        .isEqualTo(
            "mesh verify 'orders.placed@eu:eu~us' --from 2026-01-01T12:00:30Z --to 2026-01-01T12:01:30Z");
    assertThat(judge(always(link(null)), untold(Reach.PAST, true, true), UNSEEN).reason())
        .isEqualTo(Reason.UNEXPLAINED);
  }

  @Test
  void isAFaultWhereAFilteredCommitDidNotFilterIt() {
    // Its filter holds it back, yet the commit says that all it read was written.
    assertThat(judge(always(link(OTHER)), crossed(0, 0), UNSEEN).reason())
        .isEqualTo(Reason.UNEXPLAINED);
  }

  @Test
  void cannotDecideWhereNotAllWasRead() {
    assertThat(judge(always(link(null)), crossed(0, 0), CUT).state()).isEqualTo(State.UNDECIDED);
    assertThat(judge(always(link(null)), untold(Reach.PAST, false, true), UNSEEN).state())
        .isEqualTo(State.UNDECIDED);
    assertThat(judge(always(link(null)), untold(Reach.PAST, true, false), UNSEEN).state())
        .isEqualTo(State.UNDECIDED);
    assertThat(judge(always(link(null)), untold(Reach.UNKNOWN, true, true), UNSEEN).state())
        .isEqualTo(State.UNDECIDED);
    assertThat(judge(always(link(null)), crossed(0, 0), new Find.Unreadable("Away.")).state())
        .isEqualTo(State.UNDECIDED);
  }

  @Test
  void isHeldBackByEveryFilterSinceWhereTheCommitIsNotKnown() {
    assertThat(judge(always(link(OTHER)), untold(Reach.PAST, false, false), UNSEEN).reason())
        .isEqualTo(Reason.HELD_BACK);
  }

  @Test
  void hasNotComeYetWhereTheLinkIsBehind() {
    Verdict verdict = judge(always(link(null)), untold(Reach.BEFORE, true, true), UNSEEN);

    assertThat(verdict.reason()).isEqualTo(Reason.NOT_YET);
    assertThat(verdict.text()).contains("7 events lie before it");
    assertThat(judge(always(link(null)), untold(Reach.NONE, true, true), UNSEEN).reason())
        .isEqualTo(Reason.NOT_YET);
  }

  @Test
  void isOlderThanTheLinkOrItsStart() {
    LinkLife came = new LinkLife(List.of(stretch(-3600, null), stretch(30, link(null))), true);
    LinkLife dated =
        always(link(null, DeliveryClass.EFFECTIVELY_ONCE, new StartAt.Moment(NOON.plusSeconds(9))));
    LinkLife earliest =
        new LinkLife(
            List.of(
                stretch(-3600, null),
                stretch(30, link(null, DeliveryClass.EFFECTIVELY_ONCE, new StartAt.Earliest()))),
            true);

    for (LinkLife life : List.of(came, dated)) {
      assertThat(judge(life, untold(Reach.PAST, true, false), UNSEEN).reason())
          .isEqualTo(Reason.STARTED_LATER);
      assertThat(judge(life, untold(Reach.NONE, true, false), UNSEEN).reason())
          .isEqualTo(Reason.STARTED_LATER);
    }
    assertThat(judge(earliest, untold(Reach.NONE, true, false), UNSEEN).reason())
        .isEqualTo(Reason.NOT_YET);
  }

  @Test
  void wasLeftOutWhereThePositionWasMovedPastIt() {
    Track moved = new Track(null, true, true, Reach.PAST, 0, "at noon by ada: poison");

    Verdict verdict = judge(always(link(null)), moved, UNSEEN);

    assertThat(verdict.reason()).isEqualTo(Reason.MOVED_PAST);
    assertThat(verdict.text()).contains("by ada: poison");
  }

  @Test
  void hasNoLinkWhereItWentBefore() {
    LinkLife went = new LinkLife(List.of(stretch(-3600, link(null)), stretch(5, null)), true);

    assertThat(judge(went, untold(Reach.BEFORE, true, true), UNSEEN).reason())
        .isEqualTo(Reason.NO_LINK);
    assertThat(
            judge(went, untold(Reach.UNKNOWN, false, false), new Find.Unreadable("Gone.")).reason())
        .isEqualTo(Reason.NO_LINK);
  }
}
