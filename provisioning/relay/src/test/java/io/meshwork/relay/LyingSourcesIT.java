package io.meshwork.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.meshwork.api.LinkReport;
import io.meshwork.local.KafkaBrokers;
import io.meshwork.local.TestClusters;
import io.meshwork.model.RegionName;
import io.meshwork.model.event.Event;
import io.meshwork.relay.spans.SpanSettings;
import io.meshwork.transport.spi.Transports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Sources that are not what they were. Each test runs with whole batches, from eu to us, and with
 * Kafka's own clients, from eu to ap, at once; beside each link that is lied to runs one that is
 * not and must not notice.
 */
class LyingSourcesIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final long LONG_AGO = 1;
  private static final long FAR_AHEAD = 4_102_444_800_000L;

  @TempDir Path directory;

  private final StubControlPlane controlPlane = new StubControlPlane();
  private List<Liar> sides = List.of(Liar.of("us", "auto"), Liar.of("ap", "clients"));
  private final Map<String, Relay> relays = new HashMap<>();
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void begin() {
    serve();
    log.start();
    engineLog().addAppender(log);
  }

  private void serve() {
    for (Liar side : sides) {
      side.mesh().makeEntry(side.origin());
      side.honest().makeEntry("eu");
      controlPlane.serve(
          side.mesh()
              .manifest(
                  side.region(),
                  side.mesh().link(side.origin(), side.origin(), side.region()),
                  side.honest().link("eu", "eu", side.region())));
    }
  }

  @AfterEach
  void end() {
    relays.values().forEach(Relay::close);
    controlPlane.close();
    engineLog().detachAppender(log);
  }

  private static Logger engineLog() {
    return (Logger) LoggerFactory.getLogger("io.meshwork.relay.engine");
  }

  private void startRelays() {
    for (Liar side : sides) {
      Relay relay =
          new Relay(
              new RelaySettings(
                  controlPlane.address(),
                  new RegionName(side.region()),
                  StubControlPlane.KEY,
                  directory.resolve(side.region()),
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                  32 << 20,
                  SpanSettings.from(Map.of())),
              Transports.installed());
      relays.put(side.region(), relay);
      relay.start();
    }
  }

  private void stopRelays() {
    relays.values().forEach(Relay::close);
    relays.clear();
    controlPlane.reports().clear();
  }

  private LinkReport newest(Liar side) {
    return controlPlane.reports().stream()
        .filter(report -> report.region().value().equals(side.region()))
        .flatMap(report -> report.links().stream())
        .filter(link -> link.link().value().startsWith(side.topic() + " of " + side.origin()))
        .reduce((_, later) -> later)
        .orElseThrow(() -> new AssertionError("no report of " + side.topic()));
  }

  private void awaitArrived(long events) {
    for (Liar side : sides) {
      await()
          .atMost(LIMIT)
          .untilAsserted(() -> assertThat(side.arrived()).as(side.region()).isEqualTo(events));
    }
  }

  /** Stands, says so in report, metrics and log, and holds nobody up. */
  private void assertGaps(int gaps, String reason) throws Exception {
    for (Liar side : sides) {
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                LinkReport report = newest(side);
                assertThat(report.gaps()).as(side.region()).isEqualTo(gaps);
                assertThat(report.state()).isEqualTo(LinkReport.State.STOPPED);
                assertThat(report.problem()).contains("are gone").contains(reason);
              });
      assertThat(scrape(side))
          .anyMatch(
              line ->
                  line.startsWith("meshwork_link_gaps_total{")
                      && line.contains(side.topic() + " ")
                      && line.endsWith(" " + gaps + ".0"));
      assertThat(List.copyOf(log.list))
          .filteredOn(each -> each.getMessage().startsWith("gap"))
          .filteredOn(each -> each.getKeyValuePairs().toString().contains(side.topic()))
          .hasSize(gaps);
    }
    assertHonestLinksGoOn();
  }

  private void assertHonestLinksGoOn() {
    sides.forEach(side -> side.honest().publish("eu", 0, 60));
    for (Liar side : sides) {
      KafkaMesh honest = side.honest();
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () ->
                  assertThat(honest.count(side.region(), honest.arrival("eu", side.region())))
                      .isEqualTo(60));
    }
  }

  private List<String> scrape(Liar side) throws IOException, InterruptedException {
    int port = relays.get(side.region()).port();
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI address = URI.create("http://127.0.0.1:" + port + "/actuator/prometheus");
      return client
          .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString())
          .body()
          .lines()
          .toList();
    }
  }

  @Test
  void recordsWhatRetentionTookBeforeAStoppedRelayReadIt() throws Exception {
    sides.forEach(side -> side.publish(0, 600));
    startRelays();
    awaitArrived(600);
    stopRelays();
    for (Liar side : sides) {
      side.publish(600, 1200);
      var first = new TopicPartition(side.topic(), 0);
      try (Admin admin = TestClusters.shared("eu").admin()) {
        admin.deleteRecords(Map.of(first, RecordsToDelete.beforeOffset(150))).all().get();
      }
    }

    startRelays();

    assertGaps(1, "retention deleted what was to be read next");
    sides.forEach(side -> side.publish(1200, 1260));
    awaitArrived(600 + 5 * 100 + 5 * 10);
    assertThat(sides).allSatisfy(side -> assertThat(side.target().getFirst()).hasSize(100));
  }

  @Test
  void readsNothingOfATopicThatOthersMadeAnew() throws Exception {
    startRelays();
    sides.forEach(side -> side.publish(0, 600));
    awaitArrived(600);
    for (Liar side : sides) {
      try (Admin admin = TestClusters.shared("eu").admin()) {
        admin.deleteTopics(List.of(side.topic())).all().get();
        await()
            .ignoreExceptions()
            .until(
                () -> {
                  var anew = new NewTopic(side.topic(), KafkaMesh.PARTITIONS, (short) 1);
                  admin.createTopics(List.of(anew)).all().get();
                  return true;
                });
      }
      side.publish(5000, 5300);
    }

    assertGaps(KafkaMesh.PARTITIONS, "was deleted and made anew");
    stopRelays();
    log.list.clear();
    startRelays();
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(sides)
                    .allSatisfy(
                        side -> assertThat(newest(side).gaps()).isEqualTo(KafkaMesh.PARTITIONS)));
    awaitArrived(600);
  }

  /**
   * Partition 0 lies on two brokers and may be led by one that has not got all of it: what only the
   * other has, and was read there, is gone when that one dies.
   */
  @Test
  void recordsWhereAnUncleanElectionHasCutALogOff() throws Exception {
    KafkaBrokers source = TestClusters.ofThree("eu");
    sides = sides.stream().map(side -> side.from(Liar.OF_THREE)).toList();
    serve();
    sides.forEach(side -> side.publish(0, 600));
    for (Liar side : sides) {
      side.placeFirst(List.of(2, 3));
    }
    startRelays();
    awaitArrived(600);
    source.broker(3).kill();
    try (var producer = Liar.producer(source, Map.of())) {
      for (int i = 0; i < 200; i++) {
        Liar.put(producer, new ProducerRecord<>(sides.get(i % 2).topic(), 0, null, new byte[100]));
      }
    }
    awaitArrived(700);

    source.broker(2).kill();
    source.broker(3).start();
    sides.forEach(side -> side.awaitLeader(3));
    sides.forEach(side -> side.publish(600, 780));

    assertGaps(1, "the log was cut off before what had been read");
    source.broker(2).start();
    awaitArrived(700 + 5 * 30);
  }

  @Test
  void takesNoHoleForAGap() throws Exception {
    for (Liar side : sides) {
      side.configure(
          Map.of(
              "cleanup.policy",
              "compact",
              "segment.ms",
              "100",
              "min.cleanable.dirty.ratio",
              "0.001"));
    }
    Liar.cleanOften();
    for (Liar side : sides) {
      writeInTransactions(side);
      await().atMost(LIMIT).until(() -> isCompacted(side));
    }

    startRelays();

    for (Liar side : sides) {
      List<List<Event>> source = side.source();
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                assertThat(side.target()).as(side.region()).isEqualTo(source);
                assertThat(newest(side).gaps()).isZero();
                assertThat(newest(side).lagEvents()).isZero();
                assertThat(newest(side).state()).isEqualTo(LinkReport.State.RUNNING);
              });
    }
  }

  /** Ends with a transaction that was taken back: nothing but its marker follows the last event. */
  private static void writeInTransactions(Liar side) throws Exception {
    Map<String, Object> more = Map.of("transactional.id", "liar-" + side.topic());
    try (var producer = Liar.producer(more)) {
      producer.initTransactions();
      for (int round = 0; round < 6; round++) {
        producer.beginTransaction();
        for (int i = 0; i < 30; i++) {
          byte[] key = ("k" + i % (7 + round)).getBytes(StandardCharsets.UTF_8);
          byte[] value = (round + "-" + i).getBytes(StandardCharsets.UTF_8);
          Liar.put(producer, new ProducerRecord<>(side.topic(), 0, key, value));
        }
        producer.flush();
        if (round % 2 == 1) {
          producer.abortTransaction();
        } else {
          producer.commitTransaction();
        }
      }
    }
  }

  private static boolean isCompacted(Liar side) throws Exception {
    try (var producer = Liar.producer(Map.of())) {
      Liar.put(producer, new ProducerRecord<>(side.topic(), 0, new byte[] {'r'}, new byte[] {'x'}));
    }
    return side.source().getFirst().size() < 60;
  }

  @Test
  void keepsTheTimesOfClocksThatAreWrong() throws Exception {
    Liar stamped = sides.getLast();
    sides.getFirst().configure(Map.of("message.timestamp.after.max.ms", "9223372036854775807"));
    stamped.configure(Map.of("message.timestamp.type", "LogAppendTime"));
    long now = System.currentTimeMillis();
    for (Liar side : sides) {
      try (var producer = Liar.producer(Map.of())) {
        for (long time : new long[] {LONG_AGO, now, FAR_AHEAD, now - 3_600_000, FAR_AHEAD, now}) {
          byte[] word = Long.toString(time).getBytes(StandardCharsets.UTF_8);
          Liar.put(producer, new ProducerRecord<>(side.topic(), 0, time, word, word));
        }
      }
    }

    startRelays();
    awaitArrived(6);

    assertThat(times(sides.getFirst()))
        .containsExactly(LONG_AGO, now, FAR_AHEAD, now - 3_600_000, FAR_AHEAD, now);
    assertThat(times(stamped)).allMatch(time -> time >= now && time < now + 60_000);
    for (Liar side : sides) {
      assertThat(side.target()).isEqualTo(side.source());
      await()
          .atMost(LIMIT)
          .untilAsserted(
              () -> {
                LinkReport report = newest(side);
                assertThat(report.events()).isEqualTo(6);
                assertThat(report.state()).isEqualTo(LinkReport.State.RUNNING);
                assertThat(report.gaps() + report.refused()).isZero();
                assertThat(report.lagSeconds()).isBetween(0.0, 60.0);
                assertThat(report.latency().p50()).isNotNegative();
              });
    }
  }

  private static Stream<Long> times(Liar side) {
    return side.target().getFirst().stream().map(Event::timestamp);
  }

  @Test
  void readsPartitionsThatAreAddedFromTheirBeginning() throws Exception {
    startRelays();
    sides.forEach(side -> side.publish(0, 60));
    awaitArrived(60);
    for (Liar side : sides) {
      try (Admin admin = TestClusters.shared("eu").admin()) {
        admin.createPartitions(Map.of(side.topic(), NewPartitions.increaseTo(8))).all().get();
      }
      try (var producer = Liar.producer(Map.of())) {
        for (int i = 0; i < 40; i++) {
          byte[] key = ("k" + i).getBytes(StandardCharsets.UTF_8);
          Liar.put(producer, new ProducerRecord<>(side.topic(), 6 + i % 2, key, key));
        }
      }
    }

    awaitArrived(100);
    assertThat(sides).allSatisfy(side -> assertThat(newest(side).gaps()).isZero());
  }
}
