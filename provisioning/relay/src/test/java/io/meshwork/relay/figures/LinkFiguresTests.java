package io.meshwork.relay.figures;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.LinkReport;
import io.meshwork.api.LinkReport.Beside;
import io.meshwork.api.LinkReport.Latency;
import io.meshwork.api.LinkReport.State;
import io.meshwork.model.BrokerName;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkFiguresTests {
  private static final SlotGroup GROUP =
      new SlotGroup(
          new BrokerName("eu"),
          new BrokerName("us"),
          DeliveryClass.AT_LEAST_ONCE,
          new RegionName("us"),
          2);

  private final Watch watch = new Watch();
  private final Figures figures = new Figures(watch);
  private final LinkFigures link = figures.of(aLink("a").build());

  private static final class Watch extends Clock {
    private long now = 1_000_000;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }
  }

  @Test
  void forgetsOldLatenciesWhenTheClockIsSetBack() {
    link.latency(9_000, 1);
    assertThat(link.report().latency().max()).isGreaterThan(8_000);

    watch.now -= 600_000;
    link.latency(5, 1);

    assertThat(link.report().latency()).isEqualTo(new Latency(1, 5, 5, 5, 5));
  }

  @Test
  void sumsLanesAndShowsTheWorstState() {
    link.lane(new SlotId(GROUP, 0), new LaneFigures(State.RUNNING, null, 2, 10, 1.5, null));
    link.lane(new SlotId(GROUP, 1), new LaneFigures(State.RETRYING, "away", 3, 5, 4.0, null));

    LinkReport report = link.report();

    assertThat(report.state()).isEqualTo(State.RETRYING);
    assertThat(report.problem()).isEqualTo("away");
    assertThat(report.partitions()).isEqualTo(5);
    assertThat(report.lagEvents()).isEqualTo(15);
    assertThat(report.lagSeconds()).isEqualTo(4.0);
    link.laneEnded(new SlotId(GROUP, 1));
    assertThat(link.report().state()).isEqualTo(State.RUNNING);
    assertThat(link.report().problem()).isNull();
  }

  @Test
  void countsForTheTeamAlsoWhenItsLinksGo() {
    link.committed(5, 50, 1, 2);
    link.deadLetter();
    link.waited(1_500_000_000L);
    link.transaction();
    assertThat(link.report().work()).isEqualTo(new LinkReport.Work(null, 0, 0, 0, 1, 1, 1_500));
    try (LinkMetrics metrics = new LinkMetrics(figures, () -> 1, () -> 0)) {
      assertThat(metrics.scrape())
          .contains("meshwork_link_dead_letters_total{link=\"a\"", "meshwork_link_waited_seconds");
      figures.keepOnly(List.of());

      assertThat(metrics.scrape())
          .doesNotContain("link=\"a\"")
          .contains(
              "meshwork_team_events_total{team=\"orders\"} 5.0",
              "meshwork_team_dead_letters_total{team=\"orders\"} 1.0",
              "meshwork_team_waited_seconds_total{team=\"orders\"} 1.5");
    }
  }

  @Test
  void saysWhyItRunsBesideTheOthers() {
    link.lane(new SlotId(GROUP, 0), new LaneFigures(State.RUNNING, null, 2, 0, 0, Beside.HELD));
    link.lane(new SlotId(GROUP, 1), new LaneFigures(State.RUNNING, null, 2, 0, 0, null));
    assertThat(link.beside()).isEqualTo(Beside.HELD);
    link.lane(new SlotId(GROUP, 1), new LaneFigures(State.RETRYING, "x", 2, 0, 0, Beside.FAILING));

    assertThat(link.report().work().beside()).isEqualTo(Beside.FAILING);
  }

  @Test
  void isStartingWithoutALane() {
    assertThat(link.report().state()).isEqualTo(State.STARTING);
    assertThat(link.report().latency()).isEqualTo(Latency.NONE);
  }

  @Test
  void keepsPercentilesOfTheLastMinute() {
    for (int i = 1; i <= 100; i++) {
      link.latency(i, 1);
    }
    Latency first = link.report().latency();
    assertThat(first.count()).isEqualTo(100);
    assertThat(first.p50()).isBetween(49.0, 51.0);
    assertThat(first.p99()).isBetween(98.0, 100.0);
    assertThat(first.max()).isEqualTo(100.0);

    watch.now += 30_000;
    link.latency(-5, 1);
    assertThat(link.report().latency().count()).isEqualTo(101);
    watch.now += 45_000;
    assertThat(link.report().latency().count()).isEqualTo(1);
    watch.now += 60_000;
    assertThat(link.report().latency()).isEqualTo(Latency.NONE);
  }

  @Test
  void forgetsLinksThatAreGoneAndKeepsCountsOfThoseThatChange() {
    link.committed(5, 50, 1, 2);
    figures.of(aLink("b").build());

    figures.of(aLink("a").slots(7).build());
    figures.keepOnly(List.of(aLink("a").build()));

    assertThat(figures.reports()).hasSize(1);
    assertThat(figures.reports().getFirst().events()).isEqualTo(5);
    assertThat(figures.reports().getFirst().refused()).isEqualTo(2);
    assertThat(figures.all().iterator().next().link().slots()).isEqualTo(7);
  }
}
