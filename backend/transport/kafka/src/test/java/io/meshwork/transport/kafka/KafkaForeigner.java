package io.meshwork.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.local.KafkaCluster;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Credential;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.tck.ForeignClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/** The super user with Kafka's own clients. */
record KafkaForeigner(KafkaCluster cluster) implements ForeignClient {
  @Override
  public void createChannel(ChannelAddress channel, int partitions) {
    NewTopic topic = new NewTopic(channel.value(), partitions, (short) 1);
    try (Admin admin = cluster.admin()) {
      get(admin.createTopics(List.of(topic)).all());
    }
    Awaitility.await().until(() -> exists(channel));
  }

  private boolean exists(ChannelAddress channel) {
    try (Admin admin = cluster.admin()) {
      return get(admin.listTopics().names()).contains(channel.value());
    }
  }

  @Override
  public void deleteChannel(ChannelAddress channel) {
    try (Admin admin = cluster.admin()) {
      get(admin.deleteTopics(List.of(channel.value())).all());
    }
    Awaitility.await().until(() -> !exists(channel));
  }

  @Override
  public void changeRetention(ChannelAddress channel, Duration retention) {
    var edit =
        new AlterConfigOp(
            new ConfigEntry("retention.ms", Long.toString(retention.toMillis())),
            AlterConfigOp.OpType.SET);
    try (Admin admin = cluster.admin()) {
      get(
          admin
              .incrementalAlterConfigs(Map.of(TopicShelf.config(channel.value()), List.of(edit)))
              .all());
    }
  }

  @Override
  public void publish(ChannelAddress channel, int partition, List<Event> events) {
    try (var producer = producer(cluster.superSettings(), Map.of())) {
      var sent =
          events.stream().map(one -> producer.send(record(channel, partition, one))).toList();
      producer.flush();
      for (var one : sent) {
        one.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void publishAborted(ChannelAddress channel, int partition, List<Event> events) {
    try (var producer =
        producer(
            cluster.superSettings(), Map.of("transactional.id", "foreign-" + UUID.randomUUID()))) {
      producer.initTransactions();
      producer.beginTransaction();
      var sent =
          events.stream().map(one -> producer.send(record(channel, partition, one))).toList();
      producer.flush();
      assertThat(sent).allMatch(Future::isDone);
      producer.abortTransaction();
    }
  }

  private static ProducerRecord<byte[], byte[]> record(
      ChannelAddress channel, int partition, Event event) {
    return KafkaEvents.record(new Outgoing(channel, partition, event));
  }

  @Override
  public void expire(ChannelAddress channel, int partition, int events) {
    var of = new TopicPartition(channel.value(), partition);
    try (Admin admin = cluster.admin()) {
      long first =
          get(admin.listOffsets(Map.of(of, OffsetSpec.earliest())).partitionResult(of)).offset();
      get(admin.deleteRecords(Map.of(of, RecordsToDelete.beforeOffset(first + events))).all());
    }
  }

  @Override
  public void consume(ChannelAddress channel, String group, int events) {
    Map<String, Object> more =
        Map.of(
            "group.id",
            group,
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            false,
            "max.poll.records",
            1);
    try (var consumer = consumer(cluster.superSettings(), more)) {
      consumer.subscribe(List.of(channel.value()));
      int[] read = {0};
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> (read[0] += consumer.poll(Duration.ofMillis(200)).count()) >= events);
      consumer.commitSync();
    }
  }

  @Override
  public void createPrincipal(String principal) {
    cluster.addUser(principal, "foreign-" + UUID.randomUUID());
  }

  @Override
  public boolean canPublish(Credential principal, ChannelAddress channel) {
    Map<String, Object> login = cluster.clientSettings(principal.principal(), principal.secret());
    try (var producer = producer(login, Map.of("max.block.ms", 5000))) {
      producer.send(new ProducerRecord<>(channel.value(), 0, null, new byte[0])).get();
      return true;
    } catch (ExecutionException e) {
      return refused(e.getCause());
    } catch (KafkaException e) {
      // A client that was told so before it is asked to send says it at once.
      return refused(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public boolean canConsume(Credential principal, ChannelAddress channel, String group) {
    Map<String, Object> login = cluster.clientSettings(principal.principal(), principal.secret());
    Map<String, Object> more = Map.of("group.id", group, "auto.offset.reset", "earliest");
    try (var consumer = consumer(login, more)) {
      consumer.subscribe(List.of(channel.value()));
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200));
                return !consumer.assignment().isEmpty();
              });
      consumer.commitSync();
      return true;
    } catch (AuthorizationException e) {
      return refused(e);
    }
  }

  private static boolean refused(Throwable cause) {
    if (cause instanceof AuthorizationException) {
      return false;
    }
    throw new AssertionError("Neither allowed nor refused", cause);
  }

  private static KafkaProducer<byte[], byte[]> producer(
      Map<String, Object> login, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(login);
    config.putAll(more);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static KafkaConsumer<byte[], byte[]> consumer(
      Map<String, Object> login, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(login);
    config.putAll(more);
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError(e);
    }
  }
}
