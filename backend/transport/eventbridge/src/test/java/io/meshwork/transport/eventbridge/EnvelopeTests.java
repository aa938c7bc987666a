package io.meshwork.transport.eventbridge;

import static io.meshwork.transport.eventbridge.Generated.bytes;
import static io.meshwork.transport.eventbridge.Generated.header;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.transport.eventbridge.EntryWriter.Identity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTests {
  private static final Identity IDENTITY = new Identity("0-17", "/bus-eu", "orders.order.placed");
  private static final EntryWriter WRITER = new EntryWriter(262_144);

  @Test
  void writesTheWholeCloudEventIntoDetail() {
    Event event =
        new Event(
            bytes("customer-7"),
            bytes("{\"amount\": 1.50}\n"),
            List.of(
                header("ce_specversion", "1.0"),
                header("ce_id", "a-1"),
                header("ce_source", "/shop"),
                header("ce_type", "orders.order.placed"),
                header("ce_traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                header("content-type", "application/json"),
                header("x-own", "ä")),
            1_700_000_000_123L);

    PutEntry entry = entry(event);

    assertThat(entry.source()).isEqualTo("/shop");
    assertThat(entry.detailType()).isEqualTo("orders.order.placed");
    assertThat(entry.time()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_123L));
    assertThat(entry.traceHeader())
        .isEqualTo("Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=00f067aa0ba902b7;Sampled=1");
    assertThat(entry.detail())
        .isEqualTo(
            "{\"specversion\":\"1.0\",\"id\":\"a-1\",\"source\":\"/shop\","
                + "\"type\":\"orders.order.placed\","
                + "\"traceparent\":\"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\","
                + "\"datacontenttype\":\"application/json\",\"partitionkey\":\"customer-7\","
                + "\"meshwork\":\"{\\\"time\\\":1700000000123,\\\"key\\\":true,"
                + "\\\"made\\\":[\\\"partitionkey\\\"],\\\"headers\\\":[6,\\\"x-own\\\",\\\"w6Q=\\\"]}\","
                + "\"data\":{\"amount\": 1.50}}");
    assertThat(entry.size())
        .isEqualTo(14 + 5 + 19 + entry.detail().getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void givesAnEventWithoutCloudEventsHeadersAnIdentityAndTakesItBack() {
    Event event = new Event(null, bytes("none at all"), List.of(), -1);

    PutEntry entry = entry(event);

    assertThat(entry.source()).isEqualTo("/bus-eu");
    assertThat(entry.time()).isNull();
    assertThat(entry.detail()).contains("\"id\":\"0-17\"", "\"data_base64\":\"bm9uZSBhdCBhbGw=\"");
    assertThat(read(entry)).isEqualTo(event);
  }

  @ParameterizedTest
  @CsvSource({"0,0", "0,1", "0,2", "1,0", "1,1", "2,1", "2,2", "1,3"})
  void tellsATombstoneFromAnEmptyPayloadAndNoKeyFromAnEmptyOne(int key, int payload) {
    Event event = new Event(sample(key), sample(payload), List.of(new Header("none", null)), 5);

    assertThat(read(entry(event))).isEqualTo(event);
  }

  private static byte @Nullable [] sample(int number) {
    return switch (number) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> new byte[] {-1};
      default -> bytes("k");
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "true", "\"a\\u00e9\"", "[1,2]", "-0.10", "9223372036854775807"})
  void keepsAnyJsonValueUnderData(String json) {
    Event event = new Event(null, bytes(json), List.of(), 5);

    assertThat(entry(event).detail()).endsWith(",\"data\":" + json + "}");
    assertThat(read(entry(event))).isEqualTo(event);
  }

  @Test
  void cutsLargePayloadsOutWhereTheyStand() {
    Event event =
        new Event(null, bytes("[\"" + "é\uD83D\uDE00x".repeat(20_000) + "\"]"), List.of(), 5);

    assertThat(read(entry(event))).isEqualTo(event);
  }

  @Test
  void keepsTheValueOfJsonInAnotherEncoding() {
    byte[] wide = "\uFEFF{\"a\":\"é\"}".getBytes(StandardCharsets.UTF_16LE);

    assertThat(entry(new Event(null, wide, List.of(), 5)).detail())
        .endsWith(",\"data\":{\"a\":\"é\"}}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aws.s3|t|1|keeps for AWS",
        "/s|''|1|type is empty",
        "''|t|1|source is empty",
        "/s|t|9223372036854775808|the number 9223372036854775808",
        "/s|t|[1e999]|64-bit float"
      })
  void refusesWhatEventBridgeDoesNotTake(String source, String type, String json, String reason) {
    Event event =
        new Event(
            null, bytes(json), List.of(header("ce_source", source), header("ce_type", type)), 5);

    assertThat(WRITER.pack(event, IDENTITY))
        .isInstanceOfSatisfying(
            Packed.Unfit.class, unfit -> assertThat(unfit.reason()).contains(reason));
  }

  @Test
  void refusesWhatIsTooLargeAndNamesTheQuota() {
    Event large = new Event(null, new byte[200_000], List.of(), 5);
    Event longType = new Event(null, null, List.of(header("ce_type", "t".repeat(129))), 5);

    assertThat(WRITER.pack(large, IDENTITY))
        .isInstanceOfSatisfying(
            Packed.Unfit.class,
            unfit ->
                assertThat(unfit.reason())
                    .contains("'PutEvents entry size' allows 262144", "set 'maxEventBytes'"));
    assertThat(new EntryWriter(1 << 20).pack(large, IDENTITY)).isInstanceOf(PutEntry.class);
    assertThat(WRITER.pack(longType, IDENTITY))
        .isInstanceOfSatisfying(
            Packed.Unfit.class,
            unfit -> assertThat(unfit.reason()).contains("129 characters", "allows 128"));
  }

  @Test
  void readsCloudEventsOfOtherPublishers() {
    Unpacked read =
        EntryReader.read(
            """
            {"detail": {"data": "plain text", "datacontenttype": "text/plain", "id": "1",
              "source": "/x", "specversion": "1.0", "type": "t", "partitionkey": "k", "size": 3},
             "version": "0", "id": "e-1", "detail-type": "t", "source": "/x",
             "time": "2026-11-22T05:00:00Z", "resources": []}
            """);

    assertThat(read)
        .isInstanceOfSatisfying(
            Unpacked.Opened.class,
            opened -> {
              assertThat(opened.origin()).isEqualTo(Origin.RELAY);
              assertThat(opened.id()).isEqualTo("e-1");
              assertThat(opened.event().payload()).isEqualTo(bytes("plain text"));
              assertThat(opened.event().key()).isEqualTo(bytes("k"));
              assertThat(opened.event().header("ce_size")).isEqualTo("3");
              assertThat(opened.event().timestamp()).isEqualTo(1795323600000L);
            });
  }

  @Test
  void readsEventsOfS3AsItsCloudEventsAdapterSays() {
    Unpacked read =
        EntryReader.read(
            """
            {"version":"0","id":"17793124-05d4-b198-2fde-7ededc63b103","detail-type":"Object Created",\
            "source":"aws.s3","account":"123456789012","time":"2021-11-12T00:00:00Z","region":"ca-central-1",\
            "resources":["arn:aws:s3:::amzn-s3-demo-bucket1"],"detail":{"version":"0",\
            "bucket":{"name":"amzn-s3-demo-bucket1"},"object":{"key":"a/b.png","size":5},"reason":"PutObject"}}""");

    assertThat(read)
        .isInstanceOfSatisfying(
            Unpacked.Opened.class,
            opened -> {
              Event event = opened.event();
              assertThat(opened.origin()).isEqualTo(Origin.AWS);
              assertThat(event.header("ce_type")).isEqualTo("com.amazonaws.s3.ObjectCreated:Put");
              assertThat(event.header("ce_source"))
                  .isEqualTo("aws:s3.ca-central-1.amzn-s3-demo-bucket1");
              assertThat(event.header("ce_subject")).isEqualTo("a/b.png");
              assertThat(event.header("ce_time")).isEqualTo("2021-11-12T00:00:00Z");
              assertThat(event.header("ce_awsresources"))
                  .isEqualTo("arn:aws:s3:::amzn-s3-demo-bucket1");
              assertThat(event.header("content-type")).isEqualTo("application/json");
              assertThat(event.payload())
                  .isEqualTo(
                      bytes(
                          "{\"version\":\"0\",\"bucket\":{\"name\":\"amzn-s3-demo-bucket1\"},"
                              + "\"object\":{\"key\":\"a/b.png\",\"size\":5},\"reason\":\"PutObject\"}"));
              assertThat(WRITER.pack(event, IDENTITY)).isInstanceOf(PutEntry.class);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "aws.s3|Object Created|CopyObject|-|com.amazonaws.s3.ObjectCreated:Copy",
        "aws.s3|Object Created|Other|-|com.amazonaws.s3.Object Created",
        "aws.s3|Object Deleted|DeleteObject|Permanently Deleted|com.amazonaws.s3.ObjectRemoved:Delete",
        "aws.s3|Object Deleted|Lifecycle Expiration|Delete Marker Created|com.amazonaws.s3.LifecycleExpiration:DeleteMarkerCreated",
        "aws.s3|Object Tags Added|-|-|com.amazonaws.s3.ObjectTagging:Put",
        "aws.ec2|EC2 Instance State-change Notification|-|-|com.amazonaws.ec2.EC2 Instance State-change Notification"
      })
  void namesEventsOfAws(
      String source,
      String detailType,
      @Nullable String reason,
      @Nullable String deletion,
      String type) {
    assertThat(AwsTypes.type(source, detailType, reason, deletion)).isEqualTo(type);
  }

  @Test
  void readsWhatOthersPutWithoutCloudEvents() {
    Unpacked read =
        EntryReader.read(
            """
            {"version":"0","id":"e-2","detail-type":"paid","source":"shop","account":"1","region":"r",\
            "time":"yesterday","resources":[],"detail":{"id":"7","k":[1]}}""");

    assertThat(read)
        .isInstanceOfSatisfying(
            Unpacked.Opened.class,
            opened -> {
              assertThat(opened.origin()).isEqualTo(Origin.OTHER);
              assertThat(opened.event().header("ce_type")).isEqualTo("paid");
              assertThat(opened.event().header("ce_source")).isEqualTo("shop");
              assertThat(opened.event().header("ce_id")).isEqualTo("e-2");
              assertThat(opened.event().payload()).isEqualTo(bytes("{\"id\":\"7\",\"k\":[1]}"));
              assertThat(opened.event().timestamp()).isEqualTo(-1);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"id\":\"1\"}",
        "{\"id\":\"1\",\"detail-type\":\"t\",\"detail\":\"x\"}",
        "{\"id\":\"1\",\"detail-type\":\"t\",\"source\":\"s\",\"detail\":{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"data_base64\":\"?\"}}"
      })
  void saysWhatIsNoEventOfEventBridge(String body) {
    assertThat(EntryReader.read(body))
        .isInstanceOfSatisfying(
            Unpacked.Unreadable.class, unreadable -> assertThat(unreadable.reason()).endsWith("."));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00|Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=00f067aa0ba902b7;Sampled=0",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01|Root=1-4bf92f35-77b34da6a3ce929d0e0e4736;Parent=00f067aa0ba902b7;Sampled=1"
      })
  void tracesGoBothWays(String parent, String traceHeader) {
    assertThat(Traces.header(parent)).isEqualTo(traceHeader);
    assertThat(Traces.parent(traceHeader)).isEqualTo(parent);
    assertThat(Traces.header("garbage")).isNull();
    assertThat(Traces.parent("Root=1-4bf92f35-77b34da6a3ce929d0e0e4736")).isNull();
    assertThat(Traces.parent(null)).isNull();
  }

  private static PutEntry entry(Event event) {
    return (PutEntry) WRITER.pack(event, IDENTITY);
  }

  private static Event read(PutEntry entry) {
    return ((Unpacked.Opened) EntryReader.read(EventBridgeEvents.of(entry))).event();
  }
}
