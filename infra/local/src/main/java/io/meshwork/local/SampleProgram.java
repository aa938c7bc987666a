package io.meshwork.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays the sample's webhooks for ever, as the platform team's own publisher would: by its own
 * principal, into its own broker, without asking Meshwork. {@code PORT SAMPLE-DIRECTORY BOOTSTRAP
 * USERS-FILE RATE}; each round gives every event a new id and time. {@code /health} on the port
 * answers with how many events the broker has taken.
 */
public final class SampleProgram {
  static final String PRINCIPAL = "github-bridge";
  private static final int TICKS_PER_SECOND = 10;
  private static final Logger LOG = LoggerFactory.getLogger(SampleProgram.class);

  private final List<SampleDocuments.Webhook> webhooks;
  private final Producer<String, String> producer;
  private final Clock clock;
  private final AtomicLong taken = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private long sent;
  private long ticks;

  SampleProgram(
      List<SampleDocuments.Webhook> webhooks, Producer<String, String> producer, Clock clock) {
    this.webhooks = List.copyOf(webhooks);
    this.producer = producer;
    this.clock = clock;
  }

  /** Plays until SIGTERM. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 5) {
      System.err.println("usage: SampleProgram PORT SAMPLE-DIRECTORY BOOTSTRAP USERS-FILE RATE");
      System.exit(1);
    }
    String password = PrivateFiles.properties(Path.of(arguments[3])).getProperty(PRINCIPAL);
    Map<String, Object> settings =
        new HashMap<>(KafkaCluster.clientSettings(arguments[2], PRINCIPAL, password));
    // A topic that is not there yet must not hold up the others.
    settings.putAll(Map.of("max.block.ms", 200, "linger.ms", 20, "compression.type", "lz4"));
    var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
    var program =
        new SampleProgram(
            SampleDocuments.webhooks(Path.of(arguments[1])), producer, Clock.systemUTC());
    program.serve(Integer.parseInt(arguments[0]));
    int rate = Integer.parseInt(arguments[4]);
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    ScheduledFuture<?> playing =
        timer.scheduleAtFixedRate(
            () -> program.tick(rate), 0, 1000 / TICKS_PER_SECOND, TimeUnit.MILLISECONDS);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .unstarted(
                    () -> {
                      playing.cancel(false);
                      producer.close(Duration.ofSeconds(5));
                    }));
  }

  /** Sends what is due in this tenth of a second. */
  void tick(int rate) {
    ticks++;
    long due = ticks * rate / TICKS_PER_SECOND;
    while (sent < due) {
      send(webhooks.get((int) (sent % webhooks.size())));
      sent++;
    }
  }

  long taken() {
    return taken.get();
  }

  private void send(SampleDocuments.Webhook webhook) {
    String type = SampleDocuments.PREFIX + webhook.name();
    String repository = webhook.payload().path("repository").path("full_name").asString(null);
    var event = new ProducerRecord<>(type, repository, webhook.payload().toString());
    header(event, "ce_specversion", "1.0");
    header(event, "ce_id", UUID.randomUUID().toString());
    header(event, "ce_source", "https://github.com/" + (repository == null ? "" : repository));
    header(event, "ce_type", type);
    header(event, "ce_time", clock.instant().toString());
    header(event, "content-type", "application/json");
    try {
      Future<RecordMetadata> _ = producer.send(event, (stored, failure) -> count(type, failure));
    } catch (RuntimeException e) {
      count(type, e);
    }
  }

  private void count(String type, Exception failure) {
    if (failure == null) {
      taken.incrementAndGet();
    } else if (refused.getAndIncrement() % 1000 == 0) {
      LOG.warn(
          "Not published eventType={} refused={} reason={}", type, refused, failure.getMessage());
    }
  }

  private static void header(ProducerRecord<String, String> event, String name, String value) {
    event.headers().add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private void serve(int port) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(Loopback.address(), port), 0);
    server.createContext(
        "/health",
        exchange -> {
          byte[] body = (taken.get() + " events published\n").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }
}
