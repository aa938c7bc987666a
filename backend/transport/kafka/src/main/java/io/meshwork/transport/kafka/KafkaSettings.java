package io.meshwork.transport.kafka;

import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import io.meshwork.transport.spi.Setting;
import io.meshwork.transport.spi.Setting.Kind;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a Kafka broker is configured with, checked. There is no way to hand a client any property:
 * some read files or run code (CVE-2025-27817, CVE-2025-27818).
 *
 * @param bootstrap {@code host:port}, separated by commas
 * @param protocol such as {@code SASL_SSL}
 * @param mechanism such as {@code SCRAM-SHA-512}
 * @param username {@code null} without SASL
 * @param truststore whether certificates are checked against given ones
 * @param replicationFactor -1: what the cluster does by default
 * @param minInsyncReplicas {@code null}: what the cluster does by default
 * @param timeout of one request and of one call
 * @param acls whether the cluster has an authorizer, so that access rules can be made
 * @param engine how relays read and write
 * @param priceList which prices hold
 */
record KafkaSettings(
    String bootstrap,
    String protocol,
    String mechanism,
    @Nullable String username,
    boolean truststore,
    short replicationFactor,
    @Nullable Integer minInsyncReplicas,
    Duration timeout,
    boolean acls,
    String engine,
    String priceList) {
  static final String BOOTSTRAP = "bootstrap";
  static final String PROTOCOL = "protocol";
  static final String MECHANISM = "mechanism";
  static final String USERNAME = "username";
  static final String PASSWORD = "password";
  static final String TRUSTSTORE = "truststore";
  static final String REPLICATION_FACTOR = "replicationFactor";
  static final String MIN_INSYNC_REPLICAS = "minInsyncReplicas";
  static final String REQUEST_TIMEOUT = "requestTimeoutSeconds";
  static final String ACLS = "acls";
  static final String ENGINE = "engine";
  static final String ENGINE_AUTO = "auto";
  static final String ENGINE_CLIENTS = "clients";
  static final String PRICE_LIST = "priceList";

  static final List<Setting> DECLARED =
      List.of(
          new Setting(
              BOOTSTRAP,
              "Bootstrap servers",
              "Where clients connect first: host:port, several separated by commas.",
              Kind.TEXT,
              List.of(),
              null,
              true),
          new Setting(
              PROTOCOL,
              "Security protocol",
              "How the cluster's listener is secured.",
              Kind.TEXT,
              List.of("PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"),
              "SASL_SSL",
              false),
          new Setting(
              MECHANISM,
              "SASL mechanism",
              "How Meshwork logs in where the protocol is SASL.",
              Kind.TEXT,
              List.of("SCRAM-SHA-256", "SCRAM-SHA-512", "PLAIN"),
              "SCRAM-SHA-512",
              false),
          new Setting(
              USERNAME,
              "User",
              "Meshwork's own user; it needs to describe, create, alter, delete, read and write.",
              Kind.TEXT,
              List.of(),
              null,
              false),
          new Setting(
              PASSWORD,
              "Password",
              "Where that user's password lies: env:NAME or file:path.",
              Kind.SECRET,
              List.of(),
              null,
              false),
          new Setting(
              TRUSTSTORE,
              "Trusted certificates",
              "Where PEM certificates lie that sign the brokers' own: env:NAME or file:path;"
                  + " without, those of the Java runtime hold.",
              Kind.SECRET,
              List.of(),
              null,
              false),
          new Setting(
              REPLICATION_FACTOR,
              "Replication factor",
              "Copies of each topic that Meshwork makes; -1 takes the cluster's default.",
              Kind.NUMBER,
              List.of(),
              "-1",
              false),
          new Setting(
              MIN_INSYNC_REPLICAS,
              "Minimum in-sync replicas",
              "Copies that must hold an event before it counts; without, the cluster's default.",
              Kind.NUMBER,
              List.of(),
              null,
              false),
          new Setting(
              REQUEST_TIMEOUT,
              "Request timeout",
              "Seconds until a call to the cluster counts as unanswered, 1 to 300.",
              Kind.NUMBER,
              List.of(),
              "15",
              false),
          new Setting(
              ACLS,
              "Access rules",
              "Whether the cluster has an authorizer, so that Meshwork makes ACLs.",
              Kind.TRUTH,
              List.of(),
              "true",
              false),
          new Setting(
              ENGINE,
              "Relay engine",
              "How relays read and write: auto moves whole batches undecoded where it can, clients"
                  + " uses Kafka's own consumer and producer.",
              Kind.TEXT,
              List.of(ENGINE_AUTO, ENGINE_CLIENTS),
              ENGINE_AUTO,
              false),
          new Setting(
              PRICE_LIST,
              "Price list",
              "Whose prices a plan shows.",
              Kind.TEXT,
              PriceList.NAMES,
              PriceList.NONE,
              false));

  private static final Pattern SERVER =
      Pattern.compile("([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]):(\\d{1,5})");
  private static final int MAX_PORT = 65_535;
  private static final int MAX_REPLICAS = 32;
  private static final int MAX_TIMEOUT = 300;

  /** Checks what a declaration alone cannot say. */
  static KafkaSettings of(Settings given) {
    Settings settings = Settings.check(DECLARED, given.values());
    List<Violation> violations = new ArrayList<>();
    checkServers(settings.get(BOOTSTRAP), violations);
    checkRange(settings, REPLICATION_FACTOR, -1, MAX_REPLICAS, violations);
    checkRange(settings, MIN_INSYNC_REPLICAS, 1, MAX_REPLICAS, violations);
    checkRange(settings, REQUEST_TIMEOUT, 1, MAX_TIMEOUT, violations);
    if ("0".equals(settings.find(REPLICATION_FACTOR))) {
      violations.add(new Violation("/" + REPLICATION_FACTOR, "must not be 0; -1 takes a default."));
    }
    if (settings.get(PROTOCOL).startsWith("SASL")) {
      checkLogin(settings, violations);
    }
    if (!violations.isEmpty()) {
      Violation first = violations.getFirst();
      throw new MeshException(
          TransportError.INVALID_SETTING,
          "Setting '%s' %s".formatted(first.pointer().substring(1), first.message()),
          violations);
    }
    String replicas = settings.find(MIN_INSYNC_REPLICAS);
    return new KafkaSettings(
        settings.get(BOOTSTRAP).replace(" ", ""),
        settings.get(PROTOCOL),
        settings.get(MECHANISM),
        settings.find(USERNAME),
        settings.find(TRUSTSTORE) != null,
        (short) settings.number(REPLICATION_FACTOR),
        replicas == null ? null : Integer.valueOf(replicas),
        Duration.ofSeconds(settings.number(REQUEST_TIMEOUT)),
        Boolean.parseBoolean(settings.get(ACLS)),
        settings.get(ENGINE),
        settings.get(PRICE_LIST));
  }

  /** Whether whole batches are moved where that is possible. */
  boolean movesBatches() {
    return engine.equals(ENGINE_AUTO);
  }

  boolean sasl() {
    return protocol.startsWith("SASL");
  }

  private static void checkServers(String bootstrap, List<Violation> violations) {
    for (String server : bootstrap.replace(" ", "").split(",", -1)) {
      var matcher = SERVER.matcher(server);
      if (!matcher.matches()
          || Integer.parseInt(matcher.group(3)) > MAX_PORT
          || Integer.parseInt(matcher.group(3)) < 1) {
        violations.add(
            new Violation(
                "/" + BOOTSTRAP,
                "'%.60s' is not host:port; write such as 'broker-1.example:9092', no URL."
                    .formatted(server)));
      }
    }
  }

  private static void checkRange(
      Settings settings, String name, long least, long most, List<Violation> violations) {
    String value = settings.find(name);
    if (value != null && (Long.parseLong(value) < least || Long.parseLong(value) > most)) {
      violations.add(
          new Violation("/" + name, "is %s; %d to %d is allowed.".formatted(value, least, most)));
    }
  }

  private static void checkLogin(Settings settings, List<Violation> violations) {
    String username = settings.find(USERNAME);
    if (username == null) {
      violations.add(new Violation("/" + USERNAME, "is required with protocol SASL_…"));
    } else if (username.chars().anyMatch(Character::isISOControl)) {
      violations.add(new Violation("/" + USERNAME, "holds a control character."));
    }
    if (settings.find(PASSWORD) == null) {
      violations.add(new Violation("/" + PASSWORD, "is required with protocol SASL_…"));
    }
  }
}
