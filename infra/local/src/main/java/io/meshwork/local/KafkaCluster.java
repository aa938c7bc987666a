package io.meshwork.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;
import org.jspecify.annotations.Nullable;

/**
 * A real one-node Kafka cluster, or one of several brokers of one, in a child process, for tests
 * and trials.
 *
 * <p>Clients log in by SCRAM-SHA-512 over loopback and get nothing without an ACL; topics are never
 * made by accident. Data and port stay the same over {@link #stop}, {@link #kill} and {@link
 * #start}. The child ends with the process that started it. Not safe for concurrent life cycle
 * calls.
 */
public final class KafkaCluster implements KafkaAccess, AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(3);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(20);

  private final KafkaSettings settings;
  private final KafkaFiles files;
  private @Nullable Process process;

  private KafkaCluster(KafkaSettings settings) {
    this.settings = settings;
    this.files = new KafkaFiles(settings);
  }

  /** Starts a cluster and returns when it answers. */
  public static KafkaCluster start(KafkaSettings settings) {
    var cluster = new KafkaCluster(settings);
    cluster.start();
    return cluster;
  }

  /** What it was made of. */
  public KafkaSettings settings() {
    return settings;
  }

  @Override
  public String bootstrap() {
    return Loopback.HOST + ":" + settings.port();
  }

  /** The child's process id. */
  public long pid() {
    return running().pid();
  }

  /** Whether the child is there (paused counts). */
  public boolean isAlive() {
    Process current = process;
    return current != null && current.isAlive();
  }

  /** Starts it again after {@link #stop} or {@link #kill}, on its port with its data. */
  public void start() {
    begin();
    awaitReady();
  }

  /** Starts one of several, of which no one is ready before most are there. */
  static KafkaCluster begin(KafkaSettings settings) {
    var cluster = new KafkaCluster(settings);
    cluster.begin();
    return cluster;
  }

  private void begin() {
    if (isAlive()) {
      throw new LocalException("Kafka cluster '" + settings.name() + "' runs already.");
    }
    if (Loopback.listens(settings.boundPort())) {
      throw new LocalException(
          "Kafka cluster '%s' needs port %d, which something else holds."
              .formatted(settings.name(), settings.boundPort()));
    }
    try {
      process = launch();
    } catch (IOException e) {
      throw new LocalException("Kafka cluster '" + settings.name() + "' cannot be started.", e);
    }
  }

  /** Ends it in order (SIGTERM), by force after a limit. */
  public void stop() {
    if (!isAlive()) {
      return;
    }
    resume();
    running().destroy();
    awaitEnd(STOP_LIMIT);
  }

  /** Ends it at once (SIGKILL). */
  public void kill() {
    running().destroyForcibly();
    awaitEnd(STOP_LIMIT);
  }

  /** Freezes it (SIGSTOP): connections stay open and nothing answers. */
  public void pause() {
    signal("STOP");
  }

  /** Lets it go on after {@link #pause}. */
  public void resume() {
    signal("CONT");
  }

  /** Same as {@link #stop}. */
  @Override
  public void close() {
    stop();
  }

  @Override
  public String superPassword() {
    return settings.superPassword();
  }

  /** Client settings of any user; they are not checked here. */
  public Map<String, Object> clientSettings(String user, String password) {
    return clientSettings(bootstrap(), user, password);
  }

  static Map<String, Object> clientSettings(String bootstrap, String user, String password) {
    KafkaSettings.word("user name", user);
    KafkaSettings.word("password of " + user, password);
    return Map.of(
        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
        bootstrap,
        CommonClientConfigs.SECURITY_PROTOCOL_CONFIG,
        "SASL_PLAINTEXT",
        SaslConfigs.SASL_MECHANISM,
        "SCRAM-SHA-512",
        SaslConfigs.SASL_JAAS_CONFIG,
        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
            .formatted(user, password));
  }

  /** Makes a SCRAM user, or changes its password; it may do nothing until ACLs say so. */
  public void addUser(String user, String password) {
    KafkaSettings.word("password of " + user, password);
    var credential = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
    try (Admin admin = admin()) {
      admin
          .alterUserScramCredentials(
              List.of(new UserScramCredentialUpsertion(user, credential, password)))
          .all()
          .get(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException | TimeoutException e) {
      throw new LocalException("User '" + user + "' could not be made: " + e.getMessage(), e);
    }
  }

  private Process launch() throws IOException {
    PrivateFiles.directory(settings.directory());
    var users = new StringBuilder();
    users.append(KafkaSettings.SUPER_USER + "=" + settings.superPassword() + "\n");
    settings.users().forEach((user, word) -> users.append(user + "=" + word + "\n"));
    PrivateFiles.write(files.usersFile(), users.toString());
    Map<String, String> all = new TreeMap<>(settings.more());
    if (settings.port() != settings.boundPort()) {
      // Else clients would pass by what stands between them and the broker once they know it.
      all.put("advertised.listeners", "CLIENT://" + bootstrap());
    }
    var more = new StringBuilder();
    all.forEach((key, value) -> more.append(key + "=" + value + "\n"));
    PrivateFiles.write(KafkaFiles.moreFile(settings.directory()), more.toString());
    return new JavaProcess(KafkaProgram.class)
        .option("-Xmx" + settings.heapMegabytes() + "m")
        .option("-D" + KafkaProgram.PARENT + "=" + ProcessHandle.current().pid())
        .option("-Dlogback.configurationFile=io/meshwork/local/kafka-logback.xml")
        .argument(settings.name())
        .argument(Integer.toString(settings.boundPort()))
        .argument(settings.directory().toString())
        .argument(files.usersFile().toString())
        .start(files.logFile());
  }

  /** Returns when the broker answers as one of its cluster. */
  void awaitReady() {
    long limit = System.nanoTime() + START_LIMIT.toNanos();
    while (!answers()) {
      if (!isAlive()) {
        throw new LocalException(
            "Kafka cluster '%s' ended while starting; %s ends with:%n%s"
                .formatted(settings.name(), files.logFile(), lastLines(files.logFile())));
      }
      if (System.nanoTime() > limit) {
        running().destroyForcibly();
        throw new LocalException(
            "Kafka cluster '%s' did not answer at %s within %d s; see %s."
                .formatted(settings.name(), bootstrap(), START_LIMIT.toSeconds(), files.logFile()));
      }
    }
  }

  private boolean answers() {
    try {
      if (!Loopback.listens(settings.port())) {
        running().waitFor(50, TimeUnit.MILLISECONDS);
        return false;
      }
      try (Admin admin = admin()) {
        return admin.describeCluster().nodes().get(5, TimeUnit.SECONDS).stream()
            .anyMatch(node -> node.port() == settings.port());
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      return false;
    }
  }

  private void awaitEnd(Duration limit) {
    Process current = running();
    try {
      if (!current.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        current.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      current.destroyForcibly();
      throw interrupted(e);
    }
  }

  private void signal(String name) {
    try {
      var command = List.of("kill", "-" + name, Long.toString(running().pid()));
      new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new LocalException("Kafka cluster '" + settings.name() + "' cannot be signalled.", e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private Process running() {
    Process current = process;
    if (current == null) {
      throw new LocalException("Kafka cluster '" + settings.name() + "' was never started.");
    }
    return current;
  }

  private static String lastLines(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return "(unreadable: " + e.getMessage() + ")";
    }
  }

  private static LocalException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new LocalException("Interrupted while waiting for a Kafka cluster.", e);
  }
}
