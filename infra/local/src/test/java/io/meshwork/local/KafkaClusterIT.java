package io.meshwork.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaClusterIT {
  @Test
  void givesTheSameClusterForTheSameName() {
    assertThat(TestClusters.shared("eu")).isSameAs(TestClusters.shared("eu"));
  }

  @Test
  void letsTheSuperUserIn() throws Exception {
    try (Admin admin = TestClusters.shared("eu").admin()) {
      assertThat(admin.describeCluster().nodes().get()).hasSize(1);
    }
  }

  @Test
  void refusesAWrongPassword() {
    KafkaCluster cluster = TestClusters.shared("eu");

    try (Admin admin = Admin.create(cluster.clientSettings("mesh", "guessed"))) {
      assertThatThrownBy(() -> admin.describeCluster().nodes().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(SaslAuthenticationException.class);
    }
  }

  @Test
  void refusesAReaderWithoutAnAcl() throws Exception {
    KafkaCluster cluster = TestClusters.shared("eu");
    String topic = freshTopic(cluster);
    String user = "reader-" + UUID.randomUUID();
    cluster.addUser(user, "reader-password");

    try (var consumer = consumer(cluster.clientSettings(user, "reader-password"))) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));

      assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(20)))
          .isInstanceOf(TopicAuthorizationException.class);
    }
  }

  @Test
  void makesNoTopicByAccident() {
    KafkaCluster cluster = TestClusters.shared("eu");

    try (var producer = producer(cluster, Map.of("max.block.ms", 2000))) {
      assertThatThrownBy(() -> producer.send(new ProducerRecord<>("nobody-made-me", "x")).get())
          .hasMessageContaining("nobody-made-me");
    }
    try (Admin admin = cluster.admin()) {
      assertThatThrownBy(
              () -> admin.describeTopics(List.of("nobody-made-me")).allTopicNames().get())
          .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }
  }

  @Test
  void keepsDataPortAndUsersOverAKillAndAStop() throws Exception {
    try (KafkaCluster cluster = TestClusters.own("kept")) {
      String topic = freshTopic(cluster);
      write(cluster, topic, "before the kill");
      cluster.addUser("someone", "some-password");
      long first = cluster.pid();

      cluster.kill();
      assertThat(cluster.isAlive()).isFalse();
      cluster.start();
      write(cluster, topic, "before the stop");
      cluster.stop();
      cluster.start();

      assertThat(cluster.pid()).isNotEqualTo(first);
      assertThat(read(cluster, topic, 2)).containsExactly("before the kill", "before the stop");
      try (Admin admin = Admin.create(cluster.clientSettings("someone", "some-password"))) {
        assertThat(admin.describeCluster().nodes().get()).hasSize(1);
      }
    }
  }

  @Test
  void answersNothingWhilePausedAndGoesOnAfterwards() throws Exception {
    try (KafkaCluster cluster = TestClusters.own("paused")) {
      String topic = freshTopic(cluster);
      try (var producer = producer(cluster, Map.of())) {
        producer.send(new ProducerRecord<>(topic, "one")).get();
        cluster.pause();

        var waiting = producer.send(new ProducerRecord<>(topic, "two"));
        assertThatThrownBy(() -> waiting.get(1, TimeUnit.SECONDS))
            .isInstanceOf(TimeoutException.class);
        cluster.resume();

        assertThat(waiting.get(20, TimeUnit.SECONDS).offset()).isEqualTo(1);
      }
    }
  }

  @Test
  void refusesATakenPort() {
    int taken = TestClusters.shared("eu").settings().port();
    var settings = new KafkaSettings("second", taken, Path.of("unused"), "secret", Map.of());

    assertThatThrownBy(() -> KafkaCluster.start(settings))
        .isInstanceOf(LocalException.class)
        .hasMessageContaining("second")
        .hasMessageContaining(Integer.toString(taken));
  }

  @Test
  void showsTheEndOfTheLogWhenTheChildCannotStart(@TempDir Path directory) throws Exception {
    Files.createDirectories(directory.resolve("data"));
    Files.writeString(directory.resolve("data/meta.properties"), "version=99\n");
    var settings = new KafkaSettings("broken", Loopback.freePort(), directory, "secret", Map.of());

    assertThatThrownBy(() -> KafkaCluster.start(settings))
        .isInstanceOf(LocalException.class)
        .hasMessageContaining("broken")
        .hasMessageContaining("kafka.log")
        .hasMessageContaining("meta.properties");
  }

  static String freshTopic(KafkaCluster cluster) throws Exception {
    String topic = "topic-" + UUID.randomUUID();
    try (Admin admin = cluster.admin()) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    return topic;
  }

  private static void write(KafkaCluster cluster, String topic, String value) throws Exception {
    try (var producer = producer(cluster, Map.of())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }

  private static List<String> read(KafkaCluster cluster, String topic, int count) {
    List<String> values = new ArrayList<>();
    try (var consumer = consumer(cluster.superSettings())) {
      var partition = List.of(new TopicPartition(topic, 0));
      consumer.assign(partition);
      consumer.seekToBeginning(partition);
      long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
      while (values.size() < count && System.nanoTime() < limit) {
        consumer.poll(Duration.ofMillis(200)).forEach(event -> values.add(event.value()));
      }
    }
    return values;
  }

  private static KafkaProducer<String, String> producer(
      KafkaCluster cluster, Map<String, Object> more) {
    var settings = new HashMap<>(cluster.superSettings());
    settings.putAll(more);
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  private static KafkaConsumer<String, String> consumer(Map<String, Object> settings) {
    return new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
  }
}
