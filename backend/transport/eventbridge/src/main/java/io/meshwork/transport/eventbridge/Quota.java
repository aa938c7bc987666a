package io.meshwork.transport.eventbridge;

import org.jspecify.annotations.Nullable;

/**
 * What one AWS account may have in one region: AWS's name of the quota, what it is by default, and
 * the setting that says what an account has been raised to. From the quota pages of EventBridge and
 * SQS, and the schema registry's reference, as they stood in 2026.
 */
enum Quota {
  EVENT_BUSES("Event buses", 100, "eventBuses", "buses"),
  RULES("Number of rules", 300, "rulesPerBus", "rules; 100 in af-south-1 and eu-south-1"),
  WILDCARD_RULES("Rules containing wildcards", 30, null, "rules with wildcards"),
  TARGETS("Targets per rule", 5, null, "targets"),
  PATTERN_SIZE("Event pattern size", 2_048, "patternCharacters", "characters"),
  BUS_POLICY_SIZE("Event bus policy size", 10_240, "busPolicyCharacters", "characters"),
  PUT_EVENTS_ENTRIES("PutEvents entries per request", 10, null, "entries"),
  PUT_EVENTS_SIZE("PutEvents entry size", 262_144, "maxEventBytes", "bytes"),
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
  PUT_TARGETS_ENTRIES("PutTargets entries per request", 10, null, "targets"),
  API_DESTINATIONS("Api destinations", 3_000, "apiDestinations", "API destinations"),
  API_DESTINATION_RATE(
      "Rate of invocations per API destination",
      300,
      "apiDestinationRate",
      "requests a second to one API destination"),
  CONNECTIONS("Connections", 3_000, "connections", "connections"),
  DETAIL_TYPE_LENGTH("DetailType", 128, null, "characters"),
  SCHEMA_SIZE("Schema content length", 100_000, null, "characters"),
  MESSAGE_SIZE("SQS message size", 1_048_576, null, "bytes"),
  MESSAGES_IN_FLIGHT(
      "Messages per queue (in flight)", 120_000, "messagesInFlight", "messages read, not settled"),
  MESSAGE_BATCH("SQS message batch", 10, null, "messages"),
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
