package io.meshwork.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * What a cluster needs on disk before it can start: {@code server.properties} and formatted
 * storage.
 *
 * <p>Storage is formatted beside its place and moved there, so that a kill leaves either none or a
 * whole one.
 */
final class KafkaFiles {
  private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
  private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

  private final KafkaSettings settings;

  KafkaFiles(KafkaSettings settings) {
    this.settings = settings;
  }

  Path usersFile() {
    return settings.directory().resolve("users.properties");
  }

  static Path moreFile(Path directory) {
    return directory.resolve("more.properties");
  }

  Path logFile() {
    return settings.directory().resolve("kafka.log");
  }

  /** Formats what is not formatted yet; returns the properties to start with. */
  Path prepare() throws IOException {
    PrivateFiles.directory(settings.directory());
    Path storage = settings.directory().resolve("data");
    if (!Files.exists(storage)) {
      format(storage);
    }
    return write("server.properties", storage);
  }

  private void format(Path storage) throws IOException {
    Path fresh = settings.directory().resolve("data.new");
    PrivateFiles.deleteTree(fresh);
    Path config = write("format.properties", fresh);
    List<String> arguments = new ArrayList<>();
    String cluster =
        settings.more().getOrDefault(KafkaSettings.CLUSTER_ID, Uuid.randomUuid().toString());
    arguments.addAll(List.of("format", "--cluster-id", cluster));
    arguments.addAll(List.of("--config", config.toString()));
    addScram(arguments, KafkaSettings.SUPER_USER, settings.superPassword());
    settings.users().forEach((user, password) -> addScram(arguments, user, password));
    var said = new ByteArrayOutputStream();
    int status;
    try (var out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
      status = StorageTool.execute(arguments.toArray(String[]::new), out);
    }
    Files.delete(config);
    if (status != 0) {
      throw new LocalException(
          "Kafka cluster '%s' could not format its storage in %s: %s"
              .formatted(settings.name(), fresh, said.toString(StandardCharsets.UTF_8).strip()));
    }
    Files.move(fresh, storage, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void addScram(List<String> arguments, String user, String password) {
    arguments.add("--add-scram");
    arguments.add("SCRAM-SHA-512=[name=" + user + ",password=" + password + "]");
  }

  private Path write(String file, Path storage) throws IOException {
    var text = new StringBuilder();
    Map<String, Object> all = properties(storage, Loopback.freePort());
    all.putAll(settings.more());
    all.remove(KafkaSettings.CLUSTER_ID);
    all.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    Path path = settings.directory().resolve(file);
    PrivateFiles.write(path, text.toString());
    return path;
  }

  private Map<String, Object> properties(Path storage, int controllerPort) {
    String user = KafkaSettings.SUPER_USER;
    String login = " required username=\"" + user + "\" password=\"" + settings.superPassword();
    return KafkaDefaults.with(
        Map.ofEntries(
            Map.entry("log.dirs", storage.toString().replace("\\", "\\\\")),
            Map.entry("controller.quorum.voters", "1@" + Loopback.HOST + ":" + controllerPort),
            Map.entry(
                "listeners",
                "CLIENT://%s:%d,CONTROLLER://%s:%d"
                    .formatted(Loopback.HOST, settings.boundPort(), Loopback.HOST, controllerPort)),
            Map.entry("advertised.listeners", "CLIENT://" + Loopback.HOST + ":" + settings.port()),
            Map.entry("super.users", "User:" + user),
            Map.entry("listener.name.client.scram-sha-512.sasl.jaas.config", SCRAM + login + "\";"),
            Map.entry(
                "listener.name.controller.plain.sasl.jaas.config",
                PLAIN + login + "\" user_" + user + "=\"" + settings.superPassword() + "\";")));
  }
}
