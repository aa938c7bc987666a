package io.meshwork.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.model.BrokerName;
import io.meshwork.model.DataSize;
import io.meshwork.model.MeshException;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.ApplicationSpec;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.Place;
import io.meshwork.model.catalog.RegionSpec;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.model.catalog.SubscriptionSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentsTests {
  private static final String EVENT_TYPE =
      """
      apiVersion: mesh/v1
      kind: EventType
      metadata:
        name: orders.order.placed
        team: shop
        labels: {domain: sales}
      spec:
        schema:
          format: json-schema
          definition: {type: object, properties: {price: {type: number, minimum: 1.50}}}
        partitions: 12
        maxSize: 2MiB
        pins: {prod: 3}
        residency: [eu]
      """;

  private static final String SUBSCRIPTION =
      """
      apiVersion: mesh/v1
      kind: Subscription
      metadata: {name: placed-for-billing, team: billing}
      spec:
        application: billing
        eventTypes: ["orders.*"]
        filter: {data: {price: [{numeric: [">", 10]}]}}
        at: {broker: kafka-us}
        startAt: 2026-11-01T12:00:00Z
      """;

  @Test
  void readsAnEventTypeAndFillsInWhatItLeavesOut() {
    ResourceSpec resource = Documents.read(EVENT_TYPE).getFirst();

    assertThat(resource.kind()).isEqualTo(Kind.EVENT_TYPE);
    assertThat(resource.metadata().team()).isEqualTo(new TeamName("shop"));
    EventTypeSpec spec = (EventTypeSpec) resource.spec();
    assertThat(spec.partitions()).isEqualTo(12);
    assertThat(spec.maxSize()).isEqualTo(new DataSize(2 << 20));
    assertThat(spec.retention()).isEqualTo(Duration.ofDays(7));
    assertThat(spec.delivery()).isEqualTo(DeliveryClass.AT_LEAST_ONCE);
    assertThat(spec.schema().definition().value()).contains("1.50");
    assertThat(spec.pins().values()).containsExactly(3);
  }

  @Test
  void readsPlacesFiltersAndStarts() {
    SubscriptionSpec spec = (SubscriptionSpec) Documents.read(SUBSCRIPTION).getFirst().spec();

    assertThat(spec.at()).isEqualTo(new Place.AtBroker(new BrokerName("kafka-us")));
    assertThat(spec.startAt()).isEqualTo(new StartAt.Moment(Instant.parse("2026-11-01T12:00:00Z")));
    assertThat(spec.filter().value())
        .isEqualTo("{\"data\":{\"price\":[{\"numeric\":[\">\",10]}]}}");
  }

  @Test
  void writesWhatItReads() {
    for (String text : List.of(EVENT_TYPE, SUBSCRIPTION)) {
      ResourceSpec read = Documents.read(text).getFirst();
      String yaml = Documents.yaml(List.of(Documents.document(read, null)));
      String json = MeshJson.write(Documents.document(read, null));

      assertThat(Documents.read(yaml)).containsExactly(read);
      assertThat(Documents.read(json)).containsExactly(read);
      assertThat(Documents.readSpec(read.kind(), Documents.writeSpec(read.spec())))
          .isEqualTo(read.spec());
    }
  }

  @Test
  void writesNamesAsKeysOfMaps() {
    ApplicationSpec spec = new ApplicationSpec(Map.of(new BrokerName("kafka-eu"), "orders"));

    assertThat(MeshJson.write(spec)).isEqualTo("{\"principals\":{\"kafka-eu\":\"orders\"}}");
    assertThat(MeshJson.read(MeshJson.write(spec), ApplicationSpec.class)).isEqualTo(spec);
  }

  @Test
  void readsSeveralDocumentsAndAnArray() {
    assertThat(Documents.read(EVENT_TYPE + "---\n" + SUBSCRIPTION + "---\n")).hasSize(2);
    String one = MeshJson.write(Documents.document(Documents.read(SUBSCRIPTION).getFirst(), null));
    assertThat(Documents.read("[" + one + "," + one + "]")).hasSize(2);
  }

  @Test
  void readsReachesOfARegion() {
    RegionSpec spec =
        (RegionSpec)
            Documents.read(
                    """
                    {"apiVersion":"mesh/v1","kind":"Region","metadata":{"name":"eu"},
                     "spec":{"jurisdiction":"eu","reaches":[{"region":"us","cost":10}]}}""")
                .getFirst()
                .spec();

    assertThat(spec.reaches().getFirst().cost()).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "  partitions: 12|  partitions: twelve|/spec/partitions|'twelve' is not a whole number. (line 11)",
        "  partitions: 12|  partitions: 0|/spec|partitions is 0; it must be between 1 and 1000.",
        "  partitions: 12|  partition: 12|/spec/partition|is not known here",
        "  maxSize: 2MiB|  maxSize: lots|/spec/maxSize|Size 'lots' is not valid",
        "  team: shop|  team: Shop!|/metadata/team|Team name 'Shop!' is not valid",
        "  residency: [eu]|  residency: eu|/spec/residency|must be a list. (line 14)",
        "  residency: [eu]|  delivery: sometimes|/spec/delivery|must be one of at-most-once",
        "  residency: [eu]|  retention: 7|/spec/retention|a duration such as 'P7D'",
        "apiVersion: mesh/v1|apiVersion: mesh/v9|/apiVersion|must be 'mesh/v1'. (line 1)",
        "kind: EventType|kind: Event|/kind|must be one of [Team",
        "  name: orders.order.placed|  name: a.from.b|/metadata/name|is reserved",
      })
  void namesThePlaceTheLineAndTheRemedy(String line, String fault, String pointer, String message) {
    String text = EVENT_TYPE.replace(line, fault);

    assertThatThrownBy(() -> Documents.read(text))
        .isInstanceOfSatisfying(
            MeshException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ApiError.INVALID_DOCUMENT);
              assertThat(e.violations())
                  .anySatisfy(v -> assertThat(v.pointer()).isEqualTo(pointer));
              assertThat(e.violations()).anySatisfy(v -> assertThat(v.message()).contains(message));
              assertThat(e.violations().getFirst().message()).contains("(line ");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: &x {b: 1}|anchors and aliases",
        "a: &x 1\\nb: *x|anchors and aliases",
        "a: !!str 1|YAML tag",
        "a: 1\\nb: *x|Line",
        "a: 1\\na: 2|'a'",
        "{'a':1,'a':2}|Line 1",
        "{'a':|Line 1",
        "- 1|must be an object",
        "a: [1|Line",
        "just text|must be an object",
      })
  void refusesWhatIsMalformed(String text, String message) {
    assertThatThrownBy(() -> Documents.read(text.replace("\\n", "\n").replace('\'', '"')))
        .isInstanceOfSatisfying(
            MeshException.class, e -> assertThat(e.code()).isEqualTo(ApiError.MALFORMED_DOCUMENT))
        .hasMessageContaining(message);
  }

  @Test
  void refusesTooMuch() {
    String small = "{\"a\":1}\n";
    assertThatThrownBy(() -> DocumentReader.read(small.repeat(10_001)))
        .hasMessageContaining("more than 10000 documents");
    assertThatThrownBy(() -> DocumentReader.read("a: " + "x".repeat(4 << 20)))
        .hasMessageContaining("more than 4 MiB");
    assertThatThrownBy(() -> DocumentReader.read("{\"a\":".repeat(200) + "1" + "}".repeat(200)))
        .hasMessageContaining("nested deeper than 100 levels");
  }

  @Test
  void readsAManifestThatItWrote() {
    String json =
        """
        {"format":1,"requires":[],"installation":"8c9d2a0e-7c0a-4d0e-9a34-111111111111","region":"us",
         "revision":7,"brokers":[],"links":[{"id":"l","kind":"transfer","eventType":"a","team":"t",
         "subscription":null,"from":{"broker":"x","channel":"a","partitions":6},
         "to":{"broker":"y","channel":"a.from.x","partitions":6},"delivery":"at-least-once","slots":4,
         "filters":[{"data":{"a":[1]}}],"startAt":"latest","maxBytesInFlight":1000}]}""";

    Manifest manifest = MeshJson.read(json, Manifest.class);

    assertThat(MeshJson.read(MeshJson.write(manifest), Manifest.class)).isEqualTo(manifest);
    assertThat(manifest.links().getFirst().filters().getFirst().value())
        .isEqualTo("{\"data\":{\"a\":[1]}}");
  }

  @Test
  void readsAnEndpointAndWritesItBack() {
    String text =
        SUBSCRIPTION.replace(
            "at: {broker: kafka-us}",
            "at: {endpoint: {broker: bus-us, kind: queue, settings: {name: orders}}}");

    ResourceSpec read = Documents.read(text).getFirst();

    assertThat(Documents.read(Documents.yaml(List.of(Documents.document(read, null)))))
        .containsExactly(read);
    assertThat(((SubscriptionSpec) read.spec()).at())
        .isEqualTo(
            new Place.AtEndpoint(new BrokerName("bus-us"), "queue", Map.of("name", "orders")));
    assertThatThrownBy(() -> Documents.read(SUBSCRIPTION.replace("{broker: kafka-us}", "kafka-us")))
        .hasMessageContaining("must be {\"broker\": NAME}");
    assertThatThrownBy(() -> Documents.read(SUBSCRIPTION.replace("2026-11-01T12:00:00Z", "soon")))
        .hasMessageContaining("must be 'latest', 'earliest' or a moment");
  }

  @Test
  void refusesMetadataOfTheWrongShape() {
    assertThatThrownBy(() -> Documents.read(EVENT_TYPE.replace("{domain: sales}", "{domain: 1}")))
        .hasMessageContaining("must be a text; put it in quotes.");
    assertThatThrownBy(() -> Documents.read(EVENT_TYPE.replace("{domain: sales}", "[a]")))
        .hasMessageContaining("must be an object of texts");
    assertThatThrownBy(() -> Documents.read(EVENT_TYPE.replace("team: shop", "team: 12")))
        .hasMessageContaining("must be a text; put it in quotes.");
    assertThatThrownBy(
            () ->
                Documents.read(
                    EVENT_TYPE.replace("team: shop", "description: " + "x".repeat(10_001))))
        .hasMessageContaining("longer than 10000 characters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: Team~metadata: {name: a~spec: {}~|expected ',' or '}'|Close the '{'",
        "kind: Team~list: [a, b~spec: {}~|expected ',' or ']'|Close the '['",
        "kind: Team~ spec: {}~|mapping values are not allowed|in quotes",
        "kind: Team~metadata:~  name: a~ team: b~|expected <block end>|indentation",
        "kind: Team~metadata:~\tname: a~|cannot start any token|Indent with spaces",
        "kind: \"Team~metadata: {}~|while scanning a quoted scalar|Close the quote",
        "{\"kind\" \"Team\"}|expecting a colon|Mend the JSON",
      })
  void saysWhatWasExpectedWhereAndWhatToDo(String text, String expected, String remedy) {
    assertThatThrownBy(() -> Documents.read(text.replace('~', '\n')))
        .hasMessageMatching("(?s)Line \\d+, column \\d+: .*")
        .hasMessageContainingAll(expected, remedy)
        .hasMessageNotContaining("\n");
  }
}
