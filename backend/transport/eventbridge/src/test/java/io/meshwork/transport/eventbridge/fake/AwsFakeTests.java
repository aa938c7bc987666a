package io.meshwork.transport.eventbridge.fake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AwsFakeTests {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String RULE = "arn:aws:events:eu-west-1:123456789012:rule/orders/paid";

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T05:00:00Z"));
  private final AwsFake aws = new AwsFake(new Moving(now));
  private final HttpClient http = HttpClient.newHttpClient();

  /** Stands still until it is moved. */
  private static final class Moving extends Clock {
    private final AtomicReference<Instant> now;

    Moving(AtomicReference<Instant> now) {
      this.now = now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now.get();
    }
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void deliversWhatARuleTakesToItsQueue() {
    bus();

    put("orders", "paid", "{\"id\":1}");
    put("orders", "other", "{\"id\":2}");

    JsonNode message = receive("in").get(0);
    JsonNode event = MAPPER.readTree(message.path("Body").asString(""));
    assertThat(event.path("detail").path("id").asInt()).isEqualTo(1);
    assertThat(event.path("source").asString("")).isEqualTo("shop");
    assertThat(receive("in")).isEmpty();
    assertThat(aws.operations()).contains("PutEvents", "PutTargets");
  }

  @Test
  void showsAMessageAgainUntilItIsDeletedAndRedrivesItInTheEnd() {
    bus();
    put("orders", "paid", "{}");

    String first = receive("in").get(0).path("ReceiptHandle").asString("");
    assertThat(receive("in")).isEmpty();
    pass(Duration.ofSeconds(31));
    String second = receive("in").get(0).path("ReceiptHandle").asString("");
    assertThat(second).isNotEqualTo(first);
    sqs(
        "ChangeMessageVisibility",
        queue("in") + ",\"ReceiptHandle\":\"" + second + "\",\"VisibilityTimeout\":0");
    receive("in");
    pass(Duration.ofSeconds(31));

    assertThat(receive("in")).as("received three times").isEmpty();
    String dead = receive("dead").get(0).path("ReceiptHandle").asString("");
    sqs("DeleteMessage", queue("dead") + ",\"ReceiptHandle\":\"" + dead + "\"");
    pass(Duration.ofSeconds(31));
    assertThat(receive("dead")).isEmpty();
  }

  @Test
  void failsEntriesByThemselvesAndDeliversSomeTwice() {
    bus();
    aws.faults().failEntries(2);
    aws.faults().duplicate(2);

    JsonNode answer = putAll(4);

    assertThat(answer.path("FailedEntryCount").asInt()).isEqualTo(2);
    assertThat(answer.path("Entries").get(1).path("ErrorCode").asString(""))
        .isEqualTo("InternalFailure");
    assertThat(receive("in")).hasSize(3);
  }

  @Test
  void throttlesByOperation() {
    bus();
    aws.faults().throttle("PutEvents", 2);

    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      statuses.add(call("AWSEvents.PutEvents", entries(1)).statusCode());
    }

    assertThat(statuses).containsExactly(200, 200, 400, 400);
    pass(Duration.ofMillis(500));
    assertThat(call("AWSEvents.PutEvents", entries(1)).statusCode()).isEqualTo(200);
    assertThat(call("AWSEvents.PutEvents", entries(1)).statusCode()).isEqualTo(400);
    aws.faults().throttleNothing();
    assertThat(call("AWSEvents.PutEvents", entries(1)).statusCode()).isEqualTo(200);
  }

  @Test
  void showsChangesOnlyAfterAWhile() {
    aws.faults().settleAfter(Duration.ofSeconds(5));
    events("CreateEventBus", "\"Name\":\"late\"");

    assertThat(call("AWSEvents.DescribeEventBus", "{\"Name\":\"late\"}").statusCode())
        .isEqualTo(400);
    pass(Duration.ofSeconds(5));
    assertThat(events("DescribeEventBus", "\"Name\":\"late\"").path("Arn").asString(""))
        .endsWith("event-bus/late");
  }

  @Test
  void losesWhatAQueueRefusesUnlessTheTargetHasADeadLetterQueue() {
    bus();
    sqs("SetQueueAttributes", queue("in") + ",\"Attributes\":{\"Policy\":\"\"}");

    put("orders", "paid", "{\"id\":1}");

    assertThat(receive("in")).isEmpty();
    assertThat(receive("dead")).hasSize(1);
    sqs("SetQueueAttributes", queue("dead") + ",\"Attributes\":{\"Policy\":\"\"}");
    put("orders", "paid", "{\"id\":2}");
    put("nowhere", "paid", "{\"id\":3}");
    assertThat(aws.lost()).isEqualTo(2);
  }

  @Test
  void refusesWhatAwsRefuses() {
    bus();

    assertRefused("AWSEvents.PutEvents", entries(11), "ValidationException");
    assertRefused("AWSEvents.PutEvents", "{\"Entries\":[],\"Other\":1}", "SerializationException");
    assertRefused(
        "AWSEvents.PutRule",
        "{\"Name\":\"x\",\"EventPattern\":\"{\\\"a\\\":1}\"}",
        "InvalidEventPatternException");
    assertRefused(
        "AWSEvents.PutRule", "{\"Name\":\"a b\",\"EventPattern\":\"{}\"}", "ValidationException");
    assertRefused(
        "AWSEvents.DeleteRule",
        "{\"Name\":\"paid\",\"EventBusName\":\"orders\"}",
        "ValidationException");
    assertRefused("AWSEvents.DeleteEventBus", "{\"Name\":\"orders\"}", "ValidationException");
    aws.addManagedRule("orders", "theirs", "schemas.amazonaws.com");
    assertRefused(
        "AWSEvents.DeleteRule",
        "{\"Name\":\"theirs\",\"EventBusName\":\"orders\"}",
        "ManagedRuleException");
    assertRefused(
        "AmazonSQS.SendMessage",
        "{\"QueueUrl\":\"x/none\",\"MessageBody\":\"m\"}",
        "com.amazonaws.sqs#QueueDoesNotExist");
    aws.faults().fail(1);
    assertThat(call("AWSEvents.ListEventBuses", "{}").statusCode()).isEqualTo(500);
    assertThat(events("ListEventBuses", "").path("EventBuses")).hasSize(2);
    assertThat(events("ListRules", "\"EventBusName\":\"orders\"").path("Rules")).hasSize(2);
  }

  @Test
  void waitsForMessages() {
    bus();
    Thread.ofVirtual().start(() -> put("orders", "paid", "{}"));

    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> sqs("ReceiveMessage", queue("in") + ",\"WaitTimeSeconds\":2").has("Messages"));
  }

  private void bus() {
    events("CreateEventBus", "\"Name\":\"orders\"");
    String dead = "arn:aws:sqs:eu-west-1:123456789012:dead";
    createQueue("dead", "");
    createQueue(
        "in",
        ",\"RedrivePolicy\":\"{\\\"deadLetterTargetArn\\\":\\\"%s\\\",\\\"maxReceiveCount\\\":3}\""
            .formatted(dead));
    events(
        "PutRule",
        "\"Name\":\"paid\",\"EventBusName\":\"orders\",\"EventPattern\":\"{\\\"detail-type\\\":[\\\"paid\\\"]}\"");
    events(
        "PutTargets",
        "\"Rule\":\"paid\",\"EventBusName\":\"orders\",\"Targets\":[{\"Id\":\"1\",\"Arn\":\"arn:aws:sqs:eu-west-1:123456789012:in\",\"DeadLetterConfig\":{\"Arn\":\"%s\"}}]"
            .formatted(dead));
  }

  private void createQueue(String name, String more) {
    String policy =
        "{'Statement':[{'Effect':'Allow','Principal':{'Service':'events.amazonaws.com'},'Action':'sqs:SendMessage','Resource':'arn:aws:sqs:eu-west-1:123456789012:%s','Condition':{'ArnEquals':{'aws:SourceArn':'%s'}}}]}"
            .formatted(name, RULE)
            .replace("'", "\\\"");
    sqs(
        "CreateQueue",
        "\"QueueName\":\"%s\",\"Attributes\":{\"Policy\":\"%s\"%s}".formatted(name, policy, more));
  }

  private void put(String bus, String type, String detail) {
    events(
        "PutEvents",
        "\"Entries\":[{\"EventBusName\":\"%s\",\"Source\":\"shop\",\"DetailType\":\"%s\",\"Detail\":\"%s\"}]"
            .formatted(bus, type, detail.replace("\"", "\\\"")));
  }

  private JsonNode putAll(int count) {
    return MAPPER.readTree(call("AWSEvents.PutEvents", entries(count)).body());
  }

  private static String entries(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                "{\"EventBusName\":\"orders\",\"Source\":\"shop\",\"DetailType\":\"paid\",\"Detail\":\"{}\"}")
        .collect(Collectors.joining(",", "{\"Entries\":[", "]}"));
  }

  private JsonNode receive(String queue) {
    JsonNode answer = sqs("ReceiveMessage", queue(queue) + ",\"MaxNumberOfMessages\":10");
    return answer.has("Messages") ? answer.get("Messages") : MAPPER.createArrayNode();
  }

  private static String queue(String name) {
    return "\"QueueUrl\":\"http://127.0.0.1/123456789012/" + name + "\"";
  }

  private void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  private void assertRefused(String target, String body, String code) {
    HttpResponse<String> answer = call(target, body);
    assertThat(MAPPER.readTree(answer.body()).path("__type").asString("")).isEqualTo(code);
  }

  private JsonNode events(String operation, String members) {
    return done(call("AWSEvents." + operation, "{" + members + "}"));
  }

  private JsonNode sqs(String operation, String members) {
    return done(call("AmazonSQS." + operation, "{" + members + "}"));
  }

  private static JsonNode done(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return MAPPER.readTree(answer.body());
  }

  private HttpResponse<String> call(String target, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(aws.endpoint())
            .header("X-Amz-Target", target)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
