package io.meshwork.controlplane.monitoring;

import static io.meshwork.controlplane.monitoring.OneLink.LINK;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.LinkDocument;
import io.meshwork.api.LinkReport;
import io.meshwork.api.MeshJson;
import io.meshwork.api.RelayReport;
import io.meshwork.controlplane.ControlPlaneApplication;
import io.meshwork.controlplane.ServerFixture;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

@Import(OneLink.class)
class MonitoringIT extends ServerFixture {
  private static final List<String> SETTINGS =
      List.of(
          "meshwork.db.url",
          "meshwork.db.user",
          "meshwork.db.password",
          "meshwork.oidc.issuer",
          "meshwork.oidc.audience",
          "meshwork.bootstrap.admin-key-file",
          "meshwork.bootstrap.relay-keys-file");

  @Autowired Monitoring monitoring;
  @Autowired ReportStore store;
  @Autowired LinkHistory history;
  @Autowired Environment environment;

  @BeforeEach
  void nothingIsReported() {
    jdbc.execute("truncate relay_run, link_run, link_figure, link_sample");
  }

  private static LinkReport link(LinkId id, long events, long lag) {
    return new LinkReport(
        id,
        LinkReport.State.RUNNING,
        null,
        3,
        events,
        events * 100,
        events / 10,
        0,
        0,
        0,
        lag,
        1.5,
        new LinkReport.Latency(events, 5, 9, 20, 30),
        0,
        new LinkReport.Work(null, events, 0, 0, events / 10, 0, 0));
  }

  private static RelayReport report(UUID instance, Instant started, Instant at, LinkReport... of) {
    return new RelayReport(
        instance, "host", new RegionName("eu"), started, at, 7, null, List.of(of), List.of());
  }

  private static RelayReport report(UUID instance, Instant at, long events, long lag) {
    return report(instance, at.minusSeconds(60), at, link(LINK, events, lag));
  }

  private int post(RelayReport report) {
    return post(Who.RELAY, "/api/v1/regions/eu/reports", MeshJson.write(report)).status();
  }

  private ConfigurableApplicationContext anotherServer() {
    String[] arguments =
        Stream.concat(
                SETTINGS.stream()
                    .map(name -> "--" + name + "=" + environment.getRequiredProperty(name)),
                Stream.of("--server.port=0"))
            .toArray(String[]::new);
    return new SpringApplicationBuilder(ControlPlaneApplication.class).run(arguments);
  }

  private List<Sample> samples(Monitoring of, Metric metric) {
    return of.series(Actor.mesh(), new SeriesOf.All(), metric);
  }

  private long rows(String table) {
    return jdbc.queryForObject("select count(*) from " + table, Long.class);
  }

  @Test
  void linksAreTheSumsOfWhatRelaysReport() {
    UUID one = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    Instant now = Instant.now();

    assertThat(post(report(one, now.minusSeconds(2), 100, 10))).isEqualTo(204);
    assertThat(post(report(one, now, 300, 20))).isEqualTo(204);
    assertThat(post(report(other, now, 50, 5))).isEqualTo(204);
    assertThat(post(report(one, now.minusSeconds(1), 9000, 0))).as("late").isEqualTo(204);

    LinkDocument link = monitoring.link(Actor.mesh(), LINK);
    assertThat(link.events()).isEqualTo(350);
    assertThat(link.bytes()).isEqualTo(35_000);
    assertThat(link.filtered()).isEqualTo(35);
    assertThat(link.lagEvents()).isEqualTo(25);
    assertThat(link.eventsPerSecond()).isBetween(99.0, 101.0);
    assertThat(link.state()).isEqualTo("running");
    assertThat(monitoring.alive(new RegionName("eu"))).hasSize(2);
    assertThat(monitoring.alive(new RegionName("us"))).isEmpty();
    assertThat(monitoring.instances(Actor.mesh()))
        .hasSize(2)
        .allMatch(instance -> instance.manifestRevision() == 7 && instance.links() == 1);
    assertThat(get(person("rita", "shop:reader"), "/api/v1/links").body()).contains(LINK.value());
    assertThat(get(person("bob", "books:owner"), "/api/v1/links").body()).contains("\"items\":[]");
    assertThat(get(person("bob", "books:owner"), "/api/v1/links/" + LINK).status()).isEqualTo(404);
  }

  private static LinkReport working(LinkReport report, LinkReport.Work work) {
    return new LinkReport(
        report.link(),
        report.state(),
        report.problem(),
        report.partitions(),
        report.events(),
        report.bytes(),
        report.filtered(),
        report.refused(),
        report.retries(),
        report.gaps(),
        report.lagEvents(),
        report.lagSeconds(),
        report.latency(),
        report.bytesInFlight(),
        work);
  }

  @Test
  void howLinksGotOnIsSummedAndWhyTheyRunApartIsShown() {
    UUID one = UUID.randomUUID();
    UUID other = UUID.randomUUID();
    Instant now = Instant.now();
    LinkReport.Work first = new LinkReport.Work(LinkReport.Beside.HELD, 10, 20, 30, 4, 5, 6_000);
    LinkReport.Work more = new LinkReport.Work(LinkReport.Beside.LAGGING, 11, 22, 33, 5, 7, 6_500);
    Instant start = now.minusSeconds(60);

    post(report(one, start, now.minusSeconds(2), working(link(LINK, 1, 0), first)));
    post(report(one, start, now, working(link(LINK, 2, 0), more)));
    post(report(other, start, now, working(link(LINK, 3, 0), first)));

    assertThat(monitoring.link(Actor.mesh(), LINK).work())
        .isEqualTo(new LinkReport.Work(LinkReport.Beside.HELD, 21, 42, 63, 9, 12, 12_500));
    assertThat(get(person("rita", "shop:reader"), "/api/v1/links/" + LINK).body())
        .contains("\"beside\":\"held\"", "\"waitedMillis\":12500", "\"deadLetters\":12");
  }

  @Test
  void aReportOfAnEarlierRelayIsStillTaken() {
    Instant now = Instant.now();
    String json = MeshJson.write(report(UUID.randomUUID(), now, 10, 0));
    String earlier = json.replaceAll(",\"work\":\\{[^}]*\\}", "");
    assertThat(earlier).doesNotContain("work");

    assertThat(post(Who.RELAY, "/api/v1/regions/eu/reports", earlier).status()).isEqualTo(204);

    assertThat(monitoring.link(Actor.mesh(), LINK).events()).isEqualTo(10);
    assertThat(monitoring.link(Actor.mesh(), LINK).work()).isEqualTo(LinkReport.Work.NONE);
  }

  @Test
  void countsStayWhenARelayRestartsForgetsALinkOrIsForgotten() {
    UUID first = UUID.randomUUID();
    Instant now = Instant.now();
    Instant hours = now.minusSeconds(7200);
    store.take(report(first, hours, hours.plusSeconds(2), link(LINK, 100, 0)), now);
    store.take(report(first, hours, hours.plusSeconds(4)), now);
    assertThat(monitoring.link(Actor.mesh(), LINK).state()).isEqualTo("silent");
    store.take(report(first, hours, hours.plusSeconds(6), link(LINK, 30, 0)), now);
    store.take(report(UUID.randomUUID(), now, 1000, 0), now);
    assertThat(monitoring.link(Actor.mesh(), LINK).events()).isEqualTo(1130);

    store.prune(now.plusSeconds(3700));
    assertThat(rows("relay_run")).isZero();
    assertThat(rows("link_run")).isZero();
    Instant back = now.plusSeconds(3800);
    store.take(report(first, hours, back, link(LINK, 500, 0)), back);
    store.take(report(first, hours, back.plusSeconds(2), link(LINK, 510, 0)), back);

    assertThat(monitoring.link(Actor.mesh(), LINK).events()).isEqualTo(1140);
  }

  @Test
  void serversOverOneDatabaseAgreeAndARestartKeepsTheHour() {
    UUID relay = UUID.randomUUID();
    Instant start = Instant.now().minusSeconds(600);
    try (ConfigurableApplicationContext server = anotherServer()) {
      ReportStore other = server.getBean(ReportStore.class);
      for (int i = 1; i <= 300; i++) {
        Instant at = start.plusSeconds(2L * i);
        (i % 2 == 0 ? store : other).take(report(relay, start, at, link(LINK, 40L * i, i)), at);
      }
      Monitoring theirs = server.getBean(Monitoring.class);

      assertThat(theirs.links(Actor.mesh())).isEqualTo(monitoring.links(Actor.mesh()));
      assertThat(theirs.instances(Actor.mesh())).isEqualTo(monitoring.instances(Actor.mesh()));
      for (Metric metric : Metric.values()) {
        assertThat(samples(theirs, metric))
            .as(metric.name())
            .isEqualTo(samples(monitoring, metric));
      }
    }
    List<LinkDocument> links = monitoring.links(Actor.mesh());
    assertThat(links.getFirst().events()).isEqualTo(12_000);
    assertThat(samples(monitoring, Metric.EVENTS_PER_SECOND))
        .hasSizeBetween(59, 61)
        .filteredOn(sample -> sample.value() == 20)
        .hasSizeGreaterThan(55);

    try (ConfigurableApplicationContext restarted = anotherServer()) {
      Monitoring after = restarted.getBean(Monitoring.class);
      assertThat(after.links(Actor.mesh())).isEqualTo(links);
      assertThat(samples(after, Metric.LAG_EVENTS))
          .isEqualTo(samples(monitoring, Metric.LAG_EVENTS))
          .isNotEmpty();
    }
  }

  @Test
  void rowsAreBoundedHoweverLongRelaysReport() {
    Instant start = Instant.parse("2026-11-01T00:00:00Z");
    Instant at = start;
    for (int i = 0; i < 3 * LinkHistory.LENGTH; i++) {
      at = start.plusSeconds((long) i * LinkHistory.STEP);
      if (i != 3 * LinkHistory.LENGTH - 20) {
        store.take(report(new UUID(0, i / 100), start, at, link(LINK, i, i)), at);
      }
    }
    assertThat(rows("link_sample")).isEqualTo(LinkHistory.LENGTH);
    store.prune(at);

    assertThat(rows("relay_run")).isEqualTo(rows("link_run")).isBetween(4L, 5L);
    assertThat(rows("link_figure")).isEqualTo(1);
    List<Sample> hour =
        history.samples(List.of(LINK), Metric.LAG_EVENTS, at.plusSeconds(LinkHistory.STEP));
    assertThat(hour).as("with the hole").hasSize(LinkHistory.LENGTH - 1);
    assertThat(hour.getLast().value()).isGreaterThan(hour.getFirst().value());

    store.prune(at.plusSeconds(3700));
    assertThat(rows("link_sample") + rows("relay_run") + rows("link_run")).isZero();
  }

  @Test
  void anOutageOfTheControlPlaneIsNoPeak() {
    UUID relay = UUID.randomUUID();
    Instant start = Instant.parse("2026-11-01T00:00:00Z");
    Instant back = start.plusSeconds(1000);
    store.take(report(relay, start, start.plusSeconds(2), link(LINK, 20, 0)), start);
    store.take(report(relay, start, start.plusSeconds(1002), link(LINK, 10_020, 0)), back);

    assertThat(history.samples(List.of(LINK), Metric.EVENTS_PER_SECOND, back.plusSeconds(10)))
        .extracting(Sample::value)
        .containsExactly(2.0, 10.0);
  }

  @Test
  void aReportOfManyLinksIsCheap() {
    UUID relay = UUID.randomUUID();
    Instant start = Instant.now().minusSeconds(400);
    List<Double> busy = times(relay, start, 100, true);
    List<Double> idle = times(relay, start.plusSeconds(400), 50, false);

    System.out.printf(
        "measured: a report of 500 links, all busy %.1f ms, all idle %.1f ms (medians)%n",
        busy.get(busy.size() / 2), idle.get(idle.size() / 2));
    assertThat(busy.get(busy.size() / 2)).isLessThan(1000);
    assertThat(rows("link_sample")).isLessThanOrEqualTo(500L * LinkHistory.LENGTH);
  }

  /** Milliseconds a report of 500 links, sorted. */
  private List<Double> times(UUID relay, Instant start, int reports, boolean busy) {
    List<Double> times = new ArrayList<>();
    for (int i = 1; i <= reports; i++) {
      long events = busy ? 100L * i : 20_000;
      LinkReport[] links =
          IntStream.range(0, 500)
              .mapToObj(n -> link(new LinkId("shop.order.placed." + n + "@eu:eu~us"), events, n))
              .toArray(LinkReport[]::new);
      Instant at = start.plusSeconds(2L * i);
      RelayReport report = report(relay, start, at, links);
      long begin = System.nanoTime();
      store.take(report, at);
      times.add((System.nanoTime() - begin) / 1e6);
    }
    times.sort(null);
    return times;
  }

  @Test
  void relaysThatReportTheSameLinksAtOnceLoseNothing() throws Exception {
    Instant start = Instant.now().minusSeconds(50);
    try (var threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> all = new ArrayList<>();
      for (int relay = 0; relay < 4; relay++) {
        UUID instance = new UUID(1, relay);
        all.add(
            threads.submit(
                () -> {
                  for (int i = 1; i <= 25; i++) {
                    LinkReport[] links =
                        IntStream.range(0, 50)
                            .mapToObj(n -> new LinkId("link-" + n))
                            .map(id -> link(id, 10, 1))
                            .toArray(LinkReport[]::new);
                    links[7] = link(LINK, 10L * i, 1);
                    Instant at = start.plusSeconds(2L * i);
                    store.take(report(instance, start, at, links), Instant.now());
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    }

    LinkDocument link = monitoring.link(Actor.mesh(), LINK);
    assertThat(link.events()).isEqualTo(1000);
    assertThat(link.lagEvents()).isEqualTo(4);
    assertThat(store.figures(List.of(new LinkId("link-3")), Instant.now()))
        .extractingByKey(new LinkId("link-3"))
        .extracting(figures -> figures.totals().events())
        .isEqualTo(40L);
  }

  @Test
  void aReportWithAProblemThatTheDatabaseCannotHoldIsStillTaken() {
    LinkReport bad = link(LINK, 1, 0);
    LinkReport stopped =
        new LinkReport(
            LINK,
            LinkReport.State.STOPPED,
            "a\0b" + "x".repeat(9000),
            bad.partitions(),
            1,
            1,
            0,
            0,
            0,
            0,
            0,
            0,
            bad.latency(),
            0,
            bad.work());
    Instant now = Instant.now();

    assertThat(post(report(UUID.randomUUID(), now.minusSeconds(5), now, stopped))).isEqualTo(204);

    LinkDocument link = monitoring.link(Actor.mesh(), LINK);
    assertThat(link.state()).isEqualTo("stopped");
    assertThat(link.problem()).startsWith("abx").hasSizeLessThanOrEqualTo(2000);
  }

  @Test
  void aReportOfAnotherRegionIsRefused() {
    String json = MeshJson.write(report(UUID.randomUUID(), Instant.now(), 1, 1));

    assertThat(post(Who.RELAY, "/api/v1/regions/us/reports", json).status()).isEqualTo(403);
    assertThat(
            post(Who.RELAY, "/api/v1/regions/eu/reports", json.replace("\"eu\"", "\"us\"")).code())
        .isEqualTo("INVALID_REPORT");
  }
}
