package io.meshwork.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.meshwork.local.KafkaCluster;
import io.meshwork.local.TestClusters;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Batch;
import io.meshwork.transport.spi.Bundle;
import io.meshwork.transport.spi.EventSource;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourceLimits;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KafkaSourceIT {
  private static final SourceLimits WIDE = new SourceLimits(1000, 8 << 20);

  @Test
  void waitsForATopicThatIsNotThereWhileOthersGoOn() {
    var fixture = new Fixture(TestClusters.shared("kafka"));
    fixture.deploy(fixture.channel("there"));
    fixture.write(fixture.address("there"), 0, "one");

    try (EventSource source = Fixture.TRANSPORT.source(fixture.access(), WIDE)) {
      source.assign(
          Map.of(
              part(fixture.address("there")), new StartPosition.Earliest(),
              part(fixture.address("later")), new StartPosition.Earliest()));
      assertThat(Fixture.payloads(Fixture.receive(source, 1))).containsExactly("one");
      fixture.deploy(fixture.channel("later"));
      fixture.write(fixture.address("later"), 0, "two");

      assertThat(Fixture.payloads(Fixture.receive(source, 1))).containsExactly("two");
    }
  }

  @Test
  void handsOutNoMoreBytesThanItMay() {
    var fixture = new Fixture(TestClusters.shared("kafka"));
    fixture.deploy(fixture.channel("large"));
    String[] payloads =
        IntStream.range(0, 20).mapToObj(i -> "x".repeat(10_000)).toArray(String[]::new);
    fixture.write(fixture.address("large"), 0, payloads);
    fixture.write(fixture.address("large"), 0, "y".repeat(200_000));

    try (EventSource source =
        Fixture.TRANSPORT.source(fixture.access(), new SourceLimits(1000, 65_536))) {
      source.assign(Map.of(part(fixture.address("large")), new StartPosition.Earliest()));
      List<Received> all = new ArrayList<>();
      while (all.size() < 21) {
        Batch batch = source.poll(Duration.ofSeconds(5));
        long bytes = batch.bundles().stream().mapToLong(Bundle::bytes).sum();
        assertThat(bytes <= 65_536 + 10_000 || batch.events().size() == 1).isTrue();
        all.addAll(batch.events());
      }
      assertThat(all).hasSize(21);
    }
  }

  @Test
  void goesBackToAPositionAsOftenAsTold() {
    var fixture = new Fixture(TestClusters.shared("kafka"));
    fixture.deploy(fixture.channel("again"));
    fixture.write(fixture.address("again"), 0, "one", "two");
    SourcePartition partition = part(fixture.address("again"));

    try (EventSource source = Fixture.TRANSPORT.source(fixture.access(), WIDE)) {
      source.assign(Map.of(partition, new StartPosition.Earliest()));
      List<Received> first = Fixture.receive(source, 2);
      var start = new StartPosition.From(first.getFirst().before());
      source.assign(Map.of(partition, start));
      assertThat(Fixture.payloads(Fixture.receive(source, 2))).containsExactly("one", "two");
      source.assign(Map.of(partition, start));
      assertThat(Fixture.payloads(Fixture.receive(source, 2))).containsExactly("one", "two");
      source.assign(Map.of(partition, new StartPosition.From(first.getLast().after())));
      fixture.write(fixture.address("again"), 0, "three");
      assertThat(Fixture.payloads(Fixture.receive(source, 1))).containsExactly("three");
    }
  }

  @Test
  void namesTheTopicThatItMayNotReadAndGoesOnWithOthers() {
    var fixture = new Fixture(TestClusters.shared("kafka"));
    String user = "reader-" + fixture.tag;
    fixture.cluster.addUser(user, "reader-password");
    fixture.deploy(
        fixture.channel("open"),
        fixture.channel("closed"),
        fixture.read("open", user, "sub-" + fixture.tag),
        fixture.publish("closed", user));
    fixture.write(fixture.address("open"), 0, "one");

    try (EventSource source =
        Fixture.TRANSPORT.source(fixture.access(user, "reader-password", Map.of()), WIDE)) {
      source.assign(
          Map.of(
              part(fixture.address("open")), new StartPosition.Earliest(),
              part(fixture.address("closed")), new StartPosition.Earliest()));
      List<Received> seen = new ArrayList<>();
      assertThatExceptionOfType(MeshException.class)
          .isThrownBy(
              () -> {
                for (int i = 0; i < 100; i++) {
                  seen.addAll(source.poll(Duration.ofMillis(200)).events());
                }
              })
          .satisfies(e -> assertThat(e.code()).isEqualTo(TransportError.NOT_AUTHORIZED))
          .satisfies(e -> assertThat(e.text()).contains(fixture.address("closed").value()));
      if (seen.isEmpty()) {
        seen.addAll(Fixture.receive(source, 1));
      }
      assertThat(Fixture.payloads(seen)).containsExactly("one");
    }
  }

  @Test
  void returnsAtOnceWhenWokenUp() throws Exception {
    var fixture = new Fixture(TestClusters.shared("kafka"));
    fixture.deploy(fixture.channel("quiet"));

    try (EventSource source = Fixture.TRANSPORT.source(fixture.access(), WIDE)) {
      source.assign(Map.of(part(fixture.address("quiet")), new StartPosition.Latest()));
      source.poll(Duration.ofMillis(100));
      Thread waker = Thread.ofVirtual().start(source::wakeUp);
      assertThat(source.poll(Duration.ofMinutes(5)).events()).isEmpty();
      waker.join();
    }
    try (EventSource idle = Fixture.TRANSPORT.source(fixture.access(), WIDE)) {
      Thread waker = Thread.ofVirtual().start(idle::wakeUp);
      assertThat(idle.poll(Duration.ofMinutes(5)).events()).isEmpty();
      waker.join();
    }
  }

  @Test
  void goesOnWhenTheClusterComesBack() {
    try (KafkaCluster cluster = TestClusters.own("outage")) {
      var fixture = new Fixture(cluster);
      fixture.deploy(fixture.channel("in"));
      SourcePartition partition = part(fixture.address("in"));
      fixture.write(fixture.address("in"), 0, "before");

      try (EventSource source = Fixture.TRANSPORT.source(fixture.access(), WIDE)) {
        source.assign(Map.of(partition, new StartPosition.Earliest()));
        assertThat(Fixture.payloads(Fixture.receive(source, 1))).containsExactly("before");
        cluster.kill();
        assertThat(source.poll(Duration.ofMillis(500)).events()).isEmpty();
        cluster.start();
        fixture.write(fixture.address("in"), 0, "after");

        assertThat(Fixture.payloads(Fixture.receive(source, 1))).containsExactly("after");
      }
    }
  }

  private static SourcePartition part(ChannelAddress channel) {
    return new SourcePartition(channel, 0);
  }
}
