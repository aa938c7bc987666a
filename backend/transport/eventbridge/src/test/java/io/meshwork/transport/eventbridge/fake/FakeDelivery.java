package io.meshwork.transport.eventbridge.fake;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes entries and hands them to the targets of rules, in no order and at least once. */
final class FakeDelivery {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int MAX_ENTRIES = 10;
  private static final int TIME_BYTES = 14;
  private static final int MOST_BUSES = 3;

  /** What a target that is no queue got. */
  record Invocation(String target, String event) {}

  private final Clock clock;
  private final AwsFaults faults;
  private final FakeBuses buses;
  private final FakeQueues queues;
  private final String region;
  private final String account;
  private final List<Invocation> invocations = new ArrayList<>();
  private final AtomicLong lost = new AtomicLong();
  private volatile int maxRequestBytes = 262_144;

  FakeDelivery(Clock clock, AwsFaults faults, FakeBuses buses, FakeQueues queues, FakePlace place) {
    this.clock = clock;
    this.faults = faults;
    this.buses = buses;
    this.queues = queues;
    this.region = place.region();
    this.account = place.account();
  }

  void takeRequestsOf(int bytes) {
    maxRequestBytes = bytes;
  }

  synchronized List<Invocation> invocations() {
    return List.copyOf(invocations);
  }

  long lost() {
    return lost.get();
  }

  ObjectNode put(Input input) {
    List<Input> entries = input.list("Entries", MAX_ENTRIES);
    input.end();
    if (entries.isEmpty()) {
      throw AwsFault.invalid("Member 'entries' must have at least 1 element.");
    }
    if (entries.stream().mapToLong(FakeDelivery::size).sum() > maxRequestBytes) {
      throw AwsFault.invalid("Total size of the entries in the request is over the limit.");
    }
    int failed = 0;
    ArrayNode answers = MAPPER.createArrayNode();
    for (Input entry : entries) {
      try {
        String id = put(entry, faults.failsEntry());
        answers.addObject().put("EventId", id);
      } catch (AwsFault e) {
        failed++;
        answers.addObject().put("ErrorCode", e.code()).put("ErrorMessage", e.text());
      }
    }
    ObjectNode answer = MAPPER.createObjectNode().put("FailedEntryCount", failed);
    answer.set("Entries", answers);
    return answer;
  }

  private static long size(Input entry) {
    long size = entry.has("Time") ? TIME_BYTES : 0;
    for (String member : List.of("Source", "DetailType", "Detail")) {
      String text = entry.textOrNull(member);
      size += text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }
    for (String resource : entry.texts("Resources")) {
      size += resource.getBytes(StandardCharsets.UTF_8).length;
    }
    return size;
  }

  private String put(Input entry, boolean fails) {
    String source = required(entry, "Source");
    String type = required(entry, "DetailType");
    String detail = required(entry, "Detail");
    JsonNode parsed = parsed(detail);
    String bus = entry.has("EventBusName") ? entry.text("EventBusName") : "default";
    String trace = entry.textOrNull("TraceHeader");
    entry.end();
    if (source.startsWith("aws.")) {
      throw new AwsFault("NotAuthorizedForSourceException", "Not authorized for the source.");
    }
    if (type.length() > 128) {
      throw new AwsFault("InvalidArgument", "DetailType is longer than 128.");
    }
    if (fails) {
      throw new AwsFault("InternalFailure", "The entry could not be put.");
    }
    String id = UUID.randomUUID().toString();
    ObjectNode event = MAPPER.createObjectNode();
    event.put("version", "0").put("id", id).put("detail-type", type).put("source", source);
    event.put("account", account);
    event.put("time", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    if (entry.has("Time")) {
      event.put("time", Instant.ofEpochSecond(entry.json("Time").asLong()).toString());
    }
    event.put("region", region);
    ArrayNode resources = event.putArray("resources");
    entry.texts("Resources").forEach(resources::add);
    event.set("detail", parsed);
    publish(bus.substring(bus.lastIndexOf('/') + 1), event.toString(), trace, 1);
    return id;
  }

  private static String required(Input entry, String member) {
    String text = entry.textOrNull(member);
    if (text == null || text.isEmpty()) {
      throw new AwsFault("InvalidArgument", "Parameter %s is not valid.".formatted(member));
    }
    return text;
  }

  private static JsonNode parsed(String detail) {
    try {
      if (MAPPER.readTree(detail) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      // Said below.
    }
    throw new AwsFault("MalformedDetail", "Detail is malformed.");
  }

  private void publish(String bus, String event, @Nullable String trace, int hops) {
    List<Runnable> deliveries = new ArrayList<>();
    boolean there =
        buses.rules(
            bus,
            (arn, rule) -> {
              if (rule.takes(event)) {
                rule.targets()
                    .values()
                    .forEach(
                        target -> deliveries.add(() -> deliver(arn, target, event, trace, hops)));
              }
            });
    if (!there) {
      lost.incrementAndGet();
    }
    deliveries.forEach(Runnable::run);
  }

  private void deliver(
      String rule, ObjectNode target, String event, @Nullable String trace, int hops) {
    String arn = target.path("Arn").asString("");
    String body = target.path("Input").asString(event);
    Map<String, String> facts = trace == null ? Map.of() : Map.of("AWSTraceHeader", trace);
    if (arn.contains(":event-bus/")) {
      if (hops < MOST_BUSES) {
        publish(arn.substring(arn.lastIndexOf('/') + 1), event, trace, hops + 1);
      }
    } else if (!arn.contains(":sqs:")) {
      synchronized (this) {
        invocations.add(new Invocation(arn, body));
      }
    } else {
      boolean done = queues.deliver(arn, body, facts, rule);
      if (done && faults.duplicates()) {
        queues.deliver(arn, body, facts, rule);
      }
      if (!done) {
        giveUp(rule, target, body);
      }
    }
  }

  /** AWS does not try again where a queue is gone or its policy refuses. */
  private void giveUp(String rule, ObjectNode target, String body) {
    String dead = target.path("DeadLetterConfig").path("Arn").asString("");
    Map<String, String> facts =
        Map.of(
            "ERROR_CODE",
            "NO_PERMISSIONS",
            "RULE_ARN",
            rule,
            "TARGET_ARN",
            target.path("Arn").asString(""));
    if (dead.isEmpty() || !queues.deliver(dead, body, facts, rule)) {
      lost.incrementAndGet();
    }
  }
}
