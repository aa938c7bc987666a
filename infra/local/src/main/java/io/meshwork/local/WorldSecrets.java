package io.meshwork.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * Everything secret in the development world, made at random on the first run and kept since.
 *
 * <p>All lies in the world's directory, readable by its owner only: {@code secrets.properties} (one
 * secret a line), {@code users.properties} (see {@link WorldUsers}), and, because programs take
 * them as files, {@code admin.key}, {@code relay-REGION.key} and {@code relay-keys.properties}. No
 * value is ever logged.
 */
final class WorldSecrets {
  static final List<String> REGIONS = List.of("eu", "us");

  /** Principals of the sample's applications, by the region whose cluster knows them. */
  private static final Map<String, List<String>> PRINCIPALS =
      Map.of("eu", List.of(SampleProgram.PRINCIPAL), "us", List.of("code-watch", "activity-stats"));

  private final WorldDirectory directory;
  private final Properties secrets;
  private final List<WorldUser> users;

  private WorldSecrets(WorldDirectory directory, Properties secrets, List<WorldUser> users) {
    this.directory = directory;
    this.secrets = secrets;
    this.users = users;
  }

  /** Reads them; makes what is missing. */
  static WorldSecrets ensure(WorldDirectory directory) throws IOException {
    directory.made();
    Path file = directory.file("secrets.properties");
    Properties secrets = Files.exists(file) ? PrivateFiles.properties(file) : new Properties();
    if (complete(secrets)) {
      write(file, secrets);
    }
    var users = WorldUsers.readOrInvent(directory.file("users.properties"));
    var made = new WorldSecrets(directory, secrets, users);
    made.writeKeys();
    return made;
  }

  String database() {
    return secrets.getProperty("database");
  }

  String issuerClient() {
    return secrets.getProperty("issuer-client");
  }

  /** The password of the super user of a region's cluster. */
  String kafka(String region) {
    return secrets.getProperty("kafka-" + region);
  }

  List<WorldUser> users() {
    return users;
  }

  Path adminKeyFile() {
    return directory.file("admin.key");
  }

  Path relayKeyFile(String region) {
    return directory.file("relay-" + region + ".key");
  }

  /** All regions' relay keys, {@code region=key} lines, for the control plane. */
  Path relayKeysFile() {
    return directory.file("relay-keys.properties");
  }

  /** The users file that a region's cluster starts with. */
  Path kafkaUsersFile(String region) {
    return directory.file("kafka-" + region + ".users");
  }

  /** Adds what is missing; tells whether something was. */
  private static boolean complete(Properties secrets) {
    boolean added = secrets.putIfAbsent("database", Secrets.random()) == null;
    added |= secrets.putIfAbsent("issuer-client", Secrets.random()) == null;
    added |= secrets.putIfAbsent("admin-key", Secrets.key()) == null;
    for (String region : REGIONS) {
      added |= secrets.putIfAbsent("kafka-" + region, Secrets.random()) == null;
      added |= secrets.putIfAbsent("relay-" + region, Secrets.key()) == null;
      for (String principal : PRINCIPALS.getOrDefault(region, List.of())) {
        added |= secrets.putIfAbsent("kafka-" + region + "-" + principal, Secrets.random()) == null;
      }
    }
    return added;
  }

  private static void write(Path file, Properties secrets) throws IOException {
    var text = new StringBuilder("# Secrets of the development world, made at random.\n");
    secrets.stringPropertyNames().stream()
        .sorted()
        .forEach(key -> text.append(key + " = " + secrets.getProperty(key) + "\n"));
    PrivateFiles.write(file, text.toString());
  }

  private void writeKeys() throws IOException {
    PrivateFiles.write(adminKeyFile(), secrets.getProperty("admin-key") + "\n");
    var relays = new StringBuilder();
    for (String region : REGIONS) {
      String key = secrets.getProperty("relay-" + region);
      relays.append(region + "=" + key + "\n");
      PrivateFiles.write(relayKeyFile(region), key + "\n");
      var brokerUsers = new StringBuilder(KafkaSettings.SUPER_USER + "=" + kafka(region) + "\n");
      for (String principal : PRINCIPALS.getOrDefault(region, List.of())) {
        String password = secrets.getProperty("kafka-" + region + "-" + principal);
        brokerUsers.append(principal + "=" + password + "\n");
      }
      PrivateFiles.write(kafkaUsersFile(region), brokerUsers.toString());
    }
    PrivateFiles.write(relayKeysFile(), relays.toString());
  }
}
