package io.meshwork.controlplane.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.LinkDocument;
import io.meshwork.api.LinkReport;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.MeshJson;
import io.meshwork.api.RelayReport;
import io.meshwork.controlplane.ServerFixture;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.StartAt;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

@Import(MonitoringIT.OneLink.class)
class MonitoringIT extends ServerFixture {
  private static final LinkId LINK = new LinkId("orders@eu-to-us");

  @TestConfiguration
  static class OneLink {
    @Bean
    LinkDirectory oneLink() {
      ManifestLink link =
          new ManifestLink(
              LINK,
              ManifestLink.LinkKind.TRANSFER,
              new EventTypeName("orders"),
              new TeamName("shop"),
              null,
              new ManifestLink.End(new BrokerName("eu"), new ChannelAddress("orders"), 6),
              new ManifestLink.End(new BrokerName("us"), new ChannelAddress("orders.eu"), 6),
              DeliveryClass.AT_LEAST_ONCE,
              4,
              List.of(),
              new StartAt.Latest(),
              1 << 20);
      return () -> Map.of(LINK, new LinkDirectory.Placed(link, new RegionName("eu")));
    }
  }

  @Autowired Monitoring monitoring;
  @Autowired ReportStore store;

  private static RelayReport report(UUID instance, Instant at, long events, long lag) {
    LinkReport link =
        new LinkReport(
            LINK,
            LinkReport.State.RUNNING,
            null,
            3,
            events,
            events * 100,
            0,
            0,
            0,
            0,
            lag,
            1.5,
            new LinkReport.Latency(events, 5, 9, 20, 30),
            0);
    return new RelayReport(
        instance, "host", new RegionName("eu"), at.minusSeconds(60), at, 7, null, List.of(link));
  }

  private int post(RelayReport report) {
    return post(Who.RELAY, "/api/v1/regions/eu/reports", MeshJson.write(report)).status();
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
    assertThat(link.lagEvents()).isEqualTo(25);
    assertThat(link.eventsPerSecond()).isBetween(99.0, 101.0);
    assertThat(link.state()).isEqualTo("running");
    assertThat(monitoring.alive(new RegionName("eu"))).hasSize(2);
    assertThat(monitoring.alive(new RegionName("us"))).isEmpty();
    assertThat(get(person("rita", "shop:reader"), "/api/v1/links").body()).contains(LINK.value());
    assertThat(get(person("bob", "books:owner"), "/api/v1/links").body()).contains("\"items\":[]");
    assertThat(get(person("bob", "books:owner"), "/api/v1/links/" + LINK).status()).isEqualTo(404);

    store.sample(now.plusSeconds(10));
    post(report(one, now.plusSeconds(12), 500, 0));
    store.sample(now.plusSeconds(20));
    assertThat(monitoring.instances(Actor.mesh()))
        .allMatch(instance -> instance.manifestRevision() == 7);
  }

  @Test
  void aReportOfAnotherRegionIsRefused() {
    String json = MeshJson.write(report(UUID.randomUUID(), Instant.now(), 1, 1));

    assertThat(post(Who.RELAY, "/api/v1/regions/us/reports", json).status()).isEqualTo(403);
    assertThat(
            post(Who.RELAY, "/api/v1/regions/eu/reports", json.replace("\"eu\"", "\"us\"")).code())
        .isEqualTo("INVALID_REPORT");
  }

  @Test
  void aSeriesHasAnHourOfSamplesAndHolesWhereNothingWasReported() {
    LinkHistory history = new LinkHistory();
    for (long slot = 1; slot <= 500; slot++) {
      history.add(slot, slot == 450 ? null : Map.of(Metric.LAG_EVENTS, (double) slot));
    }

    assertThat(history.at(Metric.LAG_EVENTS, 500)).isEqualTo(500f);
    assertThat(history.at(Metric.LAG_EVENTS, 141)).isEqualTo(141f);
    assertThat(history.at(Metric.LAG_EVENTS, 140)).isNaN();
    assertThat(history.at(Metric.LAG_EVENTS, 450)).isNaN();
  }
}
