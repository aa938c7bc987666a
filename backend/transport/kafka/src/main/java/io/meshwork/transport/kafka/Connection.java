package io.meshwork.transport.kafka;

import io.meshwork.model.MeshException;
import io.meshwork.transport.kafka.batches.Wire;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Makes the clients of one cluster, each with an id that tells what it is for, and bounds their
 * calls. The login line is built here, of two known modules, with its values escaped.
 */
final class Connection {
  private static final AtomicLong CLIENTS = new AtomicLong();
  private static final int RECONNECT_MS = 200;
  private static final int RECONNECT_MAX_MS = 3000;

  private final BrokerAccess access;
  private final KafkaSettings settings;
  private final KafkaErrors errors;

  Connection(BrokerAccess access) {
    this.access = access;
    this.settings = KafkaSettings.of(access.settings());
    this.errors = new KafkaErrors(access.broker(), settings.bootstrap());
  }

  BrokerAccess access() {
    return access;
  }

  KafkaSettings settings() {
    return settings;
  }

  KafkaErrors errors() {
    return errors;
  }

  Duration timeout() {
    return settings.timeout();
  }

  Admin admin(String role) {
    Map<String, Object> config = config(role);
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis());
    return made(role, () -> Admin.create(config));
  }

  KafkaConsumer<byte[], byte[]> consumer(String role, Map<String, Object> more) {
    return consumer(role, more, new ByteArrayDeserializer());
  }

  /**
   * A consumer that reads up to an end known beforehand. It leaves no long fetch behind: a broker
   * answers requests of one connection in order, so that asking for the end, or closing, would wait
   * for the fetch that the last poll sent ahead (half a second by default).
   */
  KafkaConsumer<byte[], byte[]> catchingUp(String role, Map<String, Object> more) {
    Map<String, Object> config = new HashMap<>(more);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 5);
    return consumer(role, config);
  }

  KafkaConsumer<byte[], byte[]> consumer(
      String role, Map<String, Object> more, Deserializer<byte[]> bytes) {
    Map<String, Object> config = config(role);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis());
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    config.putAll(more);
    return made(role, () -> new KafkaConsumer<>(config, bytes, bytes));
  }

  KafkaProducer<byte[], byte[]> producer(String role, Map<String, Object> more) {
    Map<String, Object> config = config(role);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout().toMillis());
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 2 * millis());
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.putAll(more);
    var bytes = new ByteArraySerializer();
    return made(role, () -> new KafkaProducer<>(config, bytes, bytes));
  }

  /** Connections that carry whole batches. How much a socket holds is the system's business. */
  Wire wire(String role) {
    Map<String, Object> config = config(role);
    config.put(CommonClientConfigs.RECEIVE_BUFFER_CONFIG, -1);
    config.put(CommonClientConfigs.SEND_BUFFER_CONFIG, -1);
    return made(role, () -> new Wire(config));
  }

  /** Waits for an answer, at most a little longer than the client itself would. */
  <T> T await(String doing, KafkaFuture<T> future) {
    try {
      return future.get(timeout().toMillis() + 2000, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw interrupted(doing, e);
    } catch (ExecutionException | TimeoutException e) {
      throw errors.of(doing, e);
    }
  }

  /** The fault of a future that is awaited, {@code null} when it succeeded. */
  @org.jspecify.annotations.Nullable
  Throwable fault(KafkaFuture<?> future) {
    try {
      future.get(timeout().toMillis() + 2000, TimeUnit.MILLISECONDS);
      return null;
    } catch (InterruptedException e) {
      throw interrupted("waiting", e);
    } catch (ExecutionException | TimeoutException e) {
      return KafkaErrors.root(e);
    }
  }

  MeshException interrupted(String doing, InterruptedException e) {
    Thread.currentThread().interrupt();
    return new MeshException(
        TransportError.BROKER_UNREACHABLE,
        "Broker '%s': interrupted while %s.".formatted(access.broker(), doing),
        e);
  }

  private int millis() {
    return Math.toIntExact(timeout().toMillis());
  }

  private Map<String, Object> config(String role) {
    Map<String, Object> config = new HashMap<>();
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrap());
    config.put(
        CommonClientConfigs.CLIENT_ID_CONFIG,
        "meshwork-%s-%s-%d".formatted(role, access.broker(), CLIENTS.incrementAndGet()));
    config.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, settings.protocol());
    config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis());
    config.put(CommonClientConfigs.RECONNECT_BACKOFF_MS_CONFIG, RECONNECT_MS);
    config.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MAX_MS);
    config.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
    config.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
    if (settings.truststore()) {
      config.put(SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG, "PEM");
      config.put(
          SslConfigs.SSL_TRUSTSTORE_CERTIFICATES_CONFIG, access.secret(KafkaSettings.TRUSTSTORE));
    }
    if (settings.sasl()) {
      config.put(SaslConfigs.SASL_MECHANISM, settings.mechanism());
      config.put(SaslConfigs.SASL_JAAS_CONFIG, login());
    }
    return config;
  }

  private String login() {
    String module =
        settings.mechanism().equals("PLAIN")
            ? "org.apache.kafka.common.security.plain.PlainLoginModule"
            : "org.apache.kafka.common.security.scram.ScramLoginModule";
    return "%s required username=\"%s\" password=\"%s\";"
        .formatted(
            module,
            escaped(KafkaSettings.USERNAME, String.valueOf(settings.username())),
            escaped(KafkaSettings.PASSWORD, access.secret(KafkaSettings.PASSWORD)));
  }

  /** Within double quotes only these two mean something; a line's end would end the text. */
  static String escaped(String setting, String value) {
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw new MeshException(
          TransportError.INVALID_SETTING,
          "Setting '%s' holds a control character, which Kafka's login cannot take."
              .formatted(setting));
    }
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private <T> T made(String role, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (KafkaException e) {
      throw errors.of("connecting as " + role, e);
    }
  }
}
