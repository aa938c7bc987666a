package io.meshwork.console.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.meshwork.api.LinkDocument;
import io.meshwork.api.LinkReport;
import io.meshwork.api.MeshJson;
import io.meshwork.deployment.observation.BrokerStatus;
import io.meshwork.model.BrokerName;
import io.meshwork.model.RegionName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PictureTests {
  private static final BrokerName EU = new BrokerName("kafka-eu");
  private static final BrokerName US = new BrokerName("kafka-us");

  @Test
  void drawsOnePassageADirectionAndOneForDeliveriesOnABroker() {
    Picture picture =
        picture(
            link("a", EU, US, "running", 2, 0),
            link("b", EU, US, "running", 3, 7),
            link("c", US, EU, "running", 1, 0),
            link("d", US, US, "running", 4, 0));

    assertThat(picture.passages())
        .extracting(Picture.Passage::id, Picture.Passage::label)
        .containsExactly(
            tuple("kafka-eu>kafka-us", "5.0/s · 7 behind"),
            tuple("kafka-us>kafka-eu", "1.0/s"),
            tuple("kafka-us>kafka-us", "4.0/s"));
  }

  @Test
  void coloursAPassageByItsWorstLink() {
    assertThat(picture(link("a", EU, US, "running", 1, 0)).passages().getFirst().tone()).isEmpty();
    assertThat(
            picture(link("a", EU, US, "running", 1, 0), link("b", EU, US, "starting", 0, 0))
                .passages()
                .getFirst()
                .tone())
        .isEqualTo("waiting");
    assertThat(
            picture(link("a", EU, US, "starting", 1, 0), link("b", EU, US, "stopped", 0, 0))
                .passages()
                .getFirst()
                .tone())
        .isEqualTo("bad");
  }

  @Test
  void leavesOutEmptyRegionsAndLinksToBrokersThatOneMayNotSee() {
    JsonNode drawn =
        MeshJson.tree(
            picture(
                    link("a", EU, US, "running", 1, 0),
                    link("b", EU, new BrokerName("secret"), "running", 1, 0))
                .json());

    assertThat(drawn.get("regions")).hasSize(2);
    assertThat(drawn.get("edges")).hasSize(1);
    assertThat(drawn.at("/regions/0/brokers/0/away").asBoolean()).isTrue();
    assertThat(drawn.at("/regions/1/brokers/0/away").asBoolean()).isFalse();
  }

  private static Picture picture(LinkDocument... links) {
    return new Picture(
        new TreeMap<>(
            Map.of(
                new RegionName("eu"), Set.of(EU),
                new RegionName("us"), Set.of(US),
                new RegionName("void"), Set.of())),
        Map.of(EU, new BrokerStatus.Away(EU, Instant.EPOCH, "No answer.")),
        List.of(links),
        List.of());
  }

  private static LinkDocument link(
      String id, BrokerName from, BrokerName to, String state, double rate, long lag) {
    return new LinkDocument(
        id,
        "transfer",
        "orders",
        "shop",
        null,
        from.value(),
        "orders",
        to.value(),
        "orders.from",
        "us",
        state,
        null,
        rate,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        lag,
        0,
        LinkReport.Latency.NONE,
        null,
        LinkReport.Work.NONE,
        null,
        null,
        null);
  }
}
