package io.meshwork.transport.eventbridge.fake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Standard queues of SQS: at least once, hidden for a while, redriven when received too often. */
final class FakeQueues {
  static final int MAX_MESSAGE_BYTES = 1 << 20;
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final int MAX_BATCH = 10;
  private static final int LONGEST_HIDDEN = 43_200;
  private static final int LONGEST_WAIT = 20;
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "Policy",
          "RedrivePolicy",
          "RedriveAllowPolicy",
          "VisibilityTimeout",
          "MessageRetentionPeriod",
          "ReceiveMessageWaitTimeSeconds",
          "MaximumMessageSize",
          "DelaySeconds",
          "SqsManagedSseEnabled",
          "KmsMasterKeyId");

  private static final class Message {
    final String id = UUID.randomUUID().toString();
    final String body;
    final Map<String, String> attributes;
    int received;
    Instant visible;
    @Nullable String receipt;

    Message(String body, Map<String, String> attributes, Instant visible) {
      this.body = body;
      this.attributes = attributes;
      this.visible = visible;
    }
  }

  private static final class Queue {
    final String name;
    final Map<String, String> attributes = new HashMap<>();
    final Map<String, String> tags = new HashMap<>();
    final Deque<Message> messages = new ArrayDeque<>();

    Queue(String name) {
      this.name = name;
    }
  }

  private final Clock clock;
  private final String url;
  private final String arns;
  private final Settling<Queue> queues;

  FakeQueues(Clock clock, AwsFaults faults, String url, String arns) {
    this.clock = clock;
    this.url = url;
    this.arns = arns;
    this.queues = new Settling<>(clock, faults);
  }

  synchronized ObjectNode handle(String operation, Input input) {
    ObjectNode answer =
        switch (operation) {
          case "CreateQueue" -> create(input);
          case "DeleteQueue" -> delete(input);
          case "GetQueueUrl" -> answer("QueueUrl", url + seen(input.text("QueueName")).name);
          case "ListQueues" -> list(input);
          case "GetQueueAttributes" -> attributes(input);
          case "SetQueueAttributes" -> set(input);
          case "TagQueue" -> tag(input);
          case "ListQueueTags" -> tags(input);
          case "SendMessage" -> send(input);
          case "ReceiveMessage" -> receive(input);
          case "DeleteMessage" -> settle(queue(input), input, null);
          case "ChangeMessageVisibility" ->
              settle(queue(input), input, input.number("VisibilityTimeout", 0, 0, LONGEST_HIDDEN));
          case "DeleteMessageBatch" -> batch(input, false);
          case "ChangeMessageVisibilityBatch" -> batch(input, true);
          default -> throw new AwsFault("UnknownOperationException", 404, operation);
        };
    input.end();
    return answer;
  }

  /** What a rule does; {@code false}: there is no queue, or its policy does not allow it. */
  synchronized boolean deliver(String arn, String body, Map<String, String> facts, String sender) {
    Queue queue = queues.seen(arn.substring(arn.lastIndexOf(':') + 1));
    if (queue == null || !allows(queue.attributes.get("Policy"), sender, arn)) {
      return false;
    }
    queue.messages.add(new Message(body, facts, clock.instant()));
    notifyAll();
    return true;
  }

  private static boolean allows(@Nullable String policy, String sender, String arn) {
    if (policy == null) {
      return false;
    }
    for (JsonNode statement : MAPPER.readTree(policy).path("Statement")) {
      JsonNode condition = statement.path("Condition");
      String source =
          condition
              .path("ArnEquals")
              .path("aws:SourceArn")
              .asString(condition.path("ArnLike").path("aws:SourceArn").asString(sender));
      boolean who =
          statement.path("Principal").path("Service").asString("").equals("events.amazonaws.com");
      if (who
          && statement.path("Effect").asString("").equals("Allow")
          && statement.path("Action").asString("").equals("sqs:SendMessage")
          && statement.path("Resource").asString("").equals(arn)
          && sender.matches(source.replace("*", ".*"))) {
        return true;
      }
    }
    return false;
  }

  private ObjectNode create(Input input) {
    String name = input.name("QueueName", 80, "[A-Za-z0-9_-]+");
    Map<String, String> asked = checked(input.map("Attributes"));
    Queue queue = queues.now(name);
    if (queue != null && !queue.attributes.entrySet().containsAll(asked.entrySet())) {
      throw new AwsFault("QueueNameExists", "A queue of that name has other attributes.");
    }
    if (queue == null) {
      queue = new Queue(name);
      queues.put(name, queue);
    }
    queue.attributes.putAll(asked);
    queue.tags.putAll(input.map("tags"));
    return answer("QueueUrl", url + name);
  }

  private static Map<String, String> checked(Map<String, String> attributes) {
    attributes
        .keySet()
        .forEach(
            name -> {
              if (!ATTRIBUTES.contains(name)) {
                throw new AwsFault("InvalidAttributeName", "Unknown attribute " + name);
              }
            });
    return attributes;
  }

  private ObjectNode delete(Input input) {
    queues.remove(queue(input).name);
    return MAPPER.createObjectNode();
  }

  private ObjectNode list(Input input) {
    String prefix = input.textOrNull("QueueNamePrefix");
    ArrayNode urls = MAPPER.createArrayNode();
    int most = input.number("MaxResults", 1000, 1, 1000);
    String from = input.textOrNull("NextToken");
    ObjectNode answer = MAPPER.createObjectNode();
    for (String name : queues.allSeen().keySet()) {
      if ((prefix != null && !name.startsWith(prefix))
          || (from != null && name.compareTo(from) <= 0)) {
        continue;
      }
      if (urls.size() == most) {
        String last = urls.get(most - 1).asString();
        answer.put("NextToken", last.substring(last.lastIndexOf('/') + 1));
        break;
      }
      urls.add(url + name);
    }
    answer.set("QueueUrls", urls);
    return answer;
  }

  private ObjectNode attributes(Input input) {
    Queue queue = queue(input);
    Instant now = clock.instant();
    Map<String, String> all = new HashMap<>(queue.attributes);
    all.put("QueueArn", arns + queue.name);
    long hidden = queue.messages.stream().filter(each -> each.visible.isAfter(now)).count();
    all.put("ApproximateNumberOfMessages", String.valueOf(queue.messages.size() - hidden));
    all.put("ApproximateNumberOfMessagesNotVisible", String.valueOf(hidden));
    all.putIfAbsent("VisibilityTimeout", "30");
    all.putIfAbsent("MessageRetentionPeriod", "345600");
    List<String> names = input.texts("AttributeNames");
    ObjectNode shown = MAPPER.createObjectNode();
    all.forEach(
        (name, value) -> {
          if (names.contains("All") || names.contains(name)) {
            shown.put(name, value);
          }
        });
    ObjectNode answer = MAPPER.createObjectNode();
    answer.set("Attributes", shown);
    return answer;
  }

  private ObjectNode set(Input input) {
    Queue queue = queue(input);
    checked(input.map("Attributes"))
        .forEach(
            (name, value) -> {
              if (value.isEmpty()) {
                queue.attributes.remove(name);
              } else {
                queue.attributes.put(name, value);
              }
            });
    return MAPPER.createObjectNode();
  }

  private ObjectNode tag(Input input) {
    queue(input).tags.putAll(input.map("Tags"));
    return MAPPER.createObjectNode();
  }

  private ObjectNode tags(Input input) {
    ObjectNode tags = MAPPER.createObjectNode();
    queue(input).tags.forEach(tags::put);
    ObjectNode answer = MAPPER.createObjectNode();
    answer.set("Tags", tags);
    return answer;
  }

  private ObjectNode send(Input input) {
    Queue queue = queue(input);
    String body = input.text("MessageBody");
    if (body.getBytes(StandardCharsets.UTF_8).length > MAX_MESSAGE_BYTES) {
      throw new AwsFault("InvalidParameterValue", "One or more parameters are too long.");
    }
    Message message = new Message(body, Map.of(), clock.instant());
    queue.messages.add(message);
    notifyAll();
    return answer("MessageId", message.id).put("MD5OfMessageBody", md5(body));
  }

  private ObjectNode receive(Input input) {
    Queue queue = queue(input);
    int most = input.number("MaxNumberOfMessages", 1, 1, MAX_BATCH);
    int wait = input.number("WaitTimeSeconds", 0, 0, LONGEST_WAIT);
    int hidden =
        input.number(
            "VisibilityTimeout",
            Integer.parseInt(queue.attributes.getOrDefault("VisibilityTimeout", "30")),
            0,
            LONGEST_HIDDEN);
    input.texts("MessageSystemAttributeNames");
    input.texts("AttributeNames");
    input.texts("MessageAttributeNames");
    long until = System.nanoTime() + Duration.ofSeconds(wait).toNanos();
    ArrayNode messages = taken(queue, most, hidden);
    while (messages.isEmpty() && System.nanoTime() < until) {
      try {
        wait(Math.max(1, Math.min(50, (until - System.nanoTime()) / 1_000_000)));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      }
      messages = taken(queue, most, hidden);
    }
    ObjectNode answer = MAPPER.createObjectNode();
    if (!messages.isEmpty()) {
      answer.set("Messages", messages);
    }
    return answer;
  }

  private ArrayNode taken(Queue queue, int most, int hidden) {
    ArrayNode taken = MAPPER.createArrayNode();
    Instant now = clock.instant();
    for (Message message : List.copyOf(queue.messages)) {
      if (taken.size() == most || message.visible.isAfter(now) || redriven(queue, message)) {
        continue;
      }
      message.received++;
      message.receipt = UUID.randomUUID().toString();
      message.visible = now.plusSeconds(hidden);
      ObjectNode attributes = MAPPER.createObjectNode();
      attributes.put("ApproximateReceiveCount", String.valueOf(message.received));
      message.attributes.forEach(attributes::put);
      ObjectNode shown = MAPPER.createObjectNode();
      shown.put("MessageId", message.id).put("ReceiptHandle", message.receipt);
      shown.put("Body", message.body).put("MD5OfBody", md5(message.body));
      shown.set("Attributes", attributes);
      taken.add(shown);
    }
    return taken;
  }

  private boolean redriven(Queue queue, Message message) {
    String policy = queue.attributes.get("RedrivePolicy");
    if (policy == null) {
      return false;
    }
    JsonNode redrive = MAPPER.readTree(policy);
    String arn = redrive.path("deadLetterTargetArn").asString("");
    Queue dead = queues.now(arn.substring(arn.lastIndexOf(':') + 1));
    if (dead == null || message.received < redrive.path("maxReceiveCount").asInt(10)) {
      return false;
    }
    queue.messages.remove(message);
    message.receipt = null;
    message.received = 0;
    dead.messages.add(message);
    return true;
  }

  private ObjectNode batch(Input input, boolean visibility) {
    Queue queue = queue(input);
    List<String> done = new ArrayList<>();
    ArrayNode successful = MAPPER.createArrayNode();
    ArrayNode failed = MAPPER.createArrayNode();
    for (Input entry : input.list("Entries", MAX_BATCH)) {
      String id = entry.text("Id");
      if (done.contains(id)) {
        throw new AwsFault("BatchEntryIdsNotDistinct", "Id " + id + " repeated.");
      }
      done.add(id);
      Integer hidden = visibility ? entry.number("VisibilityTimeout", 0, 0, LONGEST_HIDDEN) : null;
      try {
        settle(queue, entry, hidden);
        successful.add(answer("Id", id));
      } catch (AwsFault e) {
        failed.add(answer("Id", id).put("Code", e.code()).put("SenderFault", true));
      }
      entry.end();
    }
    if (done.isEmpty()) {
      throw new AwsFault("EmptyBatchRequest", "There should be at least one entry.");
    }
    ObjectNode answer = MAPPER.createObjectNode();
    answer.set("Successful", successful);
    answer.set("Failed", failed);
    return answer;
  }

  /** Deletes, or hides for so many seconds. A receipt counts until the message is taken again. */
  private ObjectNode settle(Queue queue, Input input, @Nullable Integer hidden) {
    String receipt = input.text("ReceiptHandle");
    for (Message message : List.copyOf(queue.messages)) {
      if (receipt.equals(message.receipt)) {
        if (hidden == null) {
          queue.messages.remove(message);
        } else {
          message.visible = clock.instant().plusSeconds(hidden);
          notifyAll();
        }
        return MAPPER.createObjectNode();
      }
    }
    if (hidden == null) {
      return MAPPER.createObjectNode();
    }
    throw new AwsFault("MessageNotInflight", "The message is not in flight.");
  }

  private Queue queue(Input input) {
    String text = input.text("QueueUrl");
    return seen(text.substring(text.lastIndexOf('/') + 1));
  }

  private Queue seen(String name) {
    Queue queue = queues.seen(name);
    if (queue == null) {
      throw new AwsFault(
          "com.amazonaws.sqs#QueueDoesNotExist", "The specified queue does not exist.");
    }
    return queue;
  }

  private static ObjectNode answer(String name, String value) {
    return MAPPER.createObjectNode().put(name, value);
  }

  private static String md5(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
