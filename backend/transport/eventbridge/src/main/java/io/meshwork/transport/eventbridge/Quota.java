package io.meshwork.transport.eventbridge;

import org.jspecify.annotations.Nullable;

/**
 * What one AWS account may have in one region: AWS's name of the quota, what it is by default, and
 * the setting that says what an account has been raised to. From the quota pages of EventBridge,
 * its schema registry and SQS, as they stood in 2026.
 */
enum Quota {
  EVENT_BUSES("Event buses", 100, "eventBuses", "buses an account and region"),
  RULES("Number of rules", 300, "rulesPerBus", "rules a bus; 100 in af-south-1 and eu-south-1"),
  TARGETS("Targets per rule", 5, null, "targets a rule"),
  PATTERN_SIZE("Event pattern size", 2_048, "patternCharacters", "characters of a rule's pattern"),
  BUS_POLICY_SIZE(
      "Event bus policy size", 10_240, "busPolicyCharacters", "characters of a bus's policy"),
  PUT_EVENTS_ENTRIES("PutEvents entries per request", 10, null, "entries a request"),
  PUT_EVENTS_SIZE("PutEvents entry size", 262_144, "maxEventBytes", "bytes of an entry"),
  PUT_EVENTS_RATE(
      "PutEvents throttle limit in transactions per second",
      400,
      "putEventsPerSecond",
      "requests a second; 10,000 in the largest regions, 400 in the smallest"),
  INVOCATIONS_RATE(
      "Invocations throttle limit in transactions per second",
      750,
      "invocationsPerSecond",
      "targets invoked a second; 18,750 in the largest regions, 750 in the smallest"),
  CONTROL_RATE(
      "All other API requests",
      50,
      "controlRequestsPerSecond",
      "requests a second to each other operation"),
  PUT_TARGETS_ENTRIES("PutTargets entries per request", 10, null, "targets a request"),
  ARCHIVES("Archives", 100, "archives", "archives an account and region"),
  REPLAYS("Active replays", 10, null, "replays at once an account and region"),
  API_DESTINATIONS("Api destinations", 3_000, "apiDestinations", "an account and region"),
  API_DESTINATION_RATE(
      "Rate of invocations per API destination",
      300,
      "apiDestinationRate",
      "requests a second to one API destination"),
  CONNECTIONS("Connections", 3_000, "connections", "an account and region"),
  DETAIL_TYPE_LENGTH("DetailType", 128, null, "characters of an event's type"),
  SCHEMA_SIZE("Schema content length", 100_000, null, "characters of a schema"),
  SCHEMAS("Schemas per registry", 200, "schemasPerRegistry", "schemas a registry"),
  SCHEMA_VERSIONS("Versions per schema", 100, "versionsPerSchema", "versions a schema"),
  MESSAGE_SIZE("SQS message size", 1_048_576, null, "bytes of a message"),
  MESSAGES_IN_FLIGHT(
      "Messages per queue (in flight)", 120_000, "messagesInFlight", "messages read, not settled"),
  MESSAGE_BATCH("SQS message batch", 10, null, "messages a request"),
  LONG_POLL("Long polling wait time", 20, null, "seconds that a request waits for messages"),
  VISIBILITY("Message visibility timeout", 43_200, null, "seconds that a message stays hidden");

  private final String title;
  private final long byDefault;
  private final @Nullable String setting;
  private final String unit;

  Quota(String title, long byDefault, @Nullable String setting, String unit) {
    this.title = title;
    this.byDefault = byDefault;
    this.setting = setting;
    this.unit = unit;
  }

  /** AWS's name of it. */
  String title() {
    return title;
  }

  /** What an account has that never asked for more; of rates, what the smallest regions have. */
  long byDefault() {
    return byDefault;
  }

  /** The broker's setting that says what it has been raised to, {@code null}: it is fixed. */
  @Nullable String setting() {
    return setting;
  }

  /** What is counted. */
  String unit() {
    return unit;
  }

  /** The sentence about a thing that breaks it: thing, number, limit, remedy. */
  String broken(String thing, long number, long allowed) {
    String remedy =
        setting == null
            ? "AWS does not raise it."
            : "Ask AWS to raise it, then set '%s' of the broker.".formatted(setting);
    return "%s has %d %s; the quota '%s' allows %d. %s"
        .formatted(thing, number, unit.replaceAll(";.*", ""), title, allowed, remedy);
  }
}
