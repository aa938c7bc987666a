package io.meshwork.relay.engine;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static io.meshwork.relay.engine.MemoryMesh.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.DeadRecord;
import io.meshwork.api.DeadRecord.Letter;
import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.model.LinkId;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.relay.figures.LinkFigures;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EngineTransformTests {
  private static final String ASKS_FOR_N = "{\"data\":{\"n\":[0]}}";
  private static final String RENAMED = "{\"/number\":\"/n\"}";

  private final MemoryMesh mesh = new MemoryMesh();

  @BeforeEach
  void makeTopics() {
    mesh.topic("eu", "orders", 1);
    mesh.topic("us", "one", 1);
    mesh.topic("us", "two", 1);
    mesh.topic("us", "dead", 1);
  }

  @AfterEach
  void close() {
    mesh.close();
  }

  private static LinkBuilder one() {
    return aLink("one").to("us", "one", 1).burying("dead");
  }

  private List<String> arrived(String topic) {
    return mesh.payloads("us", topic, 0).toList();
  }

  private static List<String> renamed(int from, int until) {
    return IntStream.range(from, until).mapToObj(n -> "{\"number\":" + n + "}").toList();
  }

  private List<Letter> letters() {
    return mesh.read("us", "dead", 0).stream()
        .map(DeadRecord::of)
        .filter(Letter.class::isInstance)
        .map(Letter.class::cast)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(DeliveryClass.class)
  void projectsForWhoAsksAndLeavesOthersAsTheyAre(DeliveryClass delivery) {
    MemoryMesh.Relay relay = mesh.relay();
    relay
        .engine()
        .apply(
            mesh.manifest(
                one().promising(delivery).transform(RENAMED).build(),
                aLink("two").promising(delivery).to("us", "two", 1).build()));
    mesh.publishNumbers("eu", "orders", 0, 0, 100);

    await().untilAsserted(() -> assertThat(arrived("one")).isEqualTo(renamed(0, 100)));
    await().untilAsserted(() -> assertThat(arrived("two")).isEqualTo(numbers(0, 100)));
    assertThat(mesh.read("us", "two", 0)).isEqualTo(mesh.read("eu", "orders", 0));
    await().untilAsserted(() -> assertThat(relay.report("one").events()).isEqualTo(100));
    assertThat(relay.report("one").refused()).isZero();
  }

  @Test
  void keepsKeyHeadersAndTimeAndDropsTheSchemasName() {
    Event before = MemoryMesh.numbered(1);
    List<Header> headers = new ArrayList<>(before.headers());
    headers.add(new Header("ce_dataschema", "v1".getBytes(StandardCharsets.UTF_8)));
    Event described = new Event(before.key(), before.payload(), headers, before.timestamp());
    mesh.relay().engine().apply(mesh.manifest(one().transform(RENAMED).build()));

    mesh.publish("eu", "orders", 0, described);

    await().untilAsserted(() -> assertThat(arrived("one")).hasSize(1));
    assertThat(mesh.read("us", "one", 0))
        .containsExactly(
            new Event(
                before.key(),
                "{\"number\":1}".getBytes(StandardCharsets.UTF_8),
                before.headers(),
                before.timestamp()));
  }

  @Test
  void filtersSeeThePayloadAsItWasPublished() {
    MemoryMesh.Relay relay = mesh.relay();
    relay
        .engine()
        .apply(mesh.manifest(one().filter("{\"data\":{\"n\":[3, 5]}}").transform(RENAMED).build()));

    mesh.publishNumbers("eu", "orders", 0, 0, 10);

    await()
        .untilAsserted(
            () -> assertThat(arrived("one")).containsExactly("{\"number\":3}", "{\"number\":5}"));
    await().untilAsserted(() -> assertThat(relay.report("one").filtered()).isEqualTo(8));
  }

  @Test
  void whatAFilterCannotReadIsHeldBackAndCountedForThoseThatReadIt() {
    MemoryMesh.Relay relay = mesh.relay();
    relay
        .engine()
        .apply(
            mesh.manifest(
                aLink("one").delivering().to("us", "one", 1).filter(ASKS_FOR_N).build(),
                aLink("two").to("us", "two", 1).filter("{\"id\":[\"none\"]}").build()));

    mesh.publish("eu", "orders", 0, MemoryMesh.event("no JSON"), MemoryMesh.event("{"));
    mesh.publishNumbers("eu", "orders", 0, 0, 2);

    await().untilAsserted(() -> assertThat(arrived("one")).containsExactly("{\"n\":0}"));
    await().untilAsserted(() -> assertThat(relay.report("one").filtered()).isEqualTo(3));
    assertThat(unread(relay, "one")).isEqualTo(2);
    assertThat(unread(relay, "two")).isZero();
    assertThat(letters()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(DeliveryClass.class)
  void whatAFilterCannotReadIsADeadLetterOfWhoKeepsThose(DeliveryClass delivery) {
    MemoryMesh.Relay relay = mesh.relay();
    relay
        .engine()
        .apply(
            mesh.manifest(
                one().delivering().promising(delivery).filter(ASKS_FOR_N).build(),
                aLink("two")
                    .promising(delivery)
                    .to("us", "two", 1)
                    .filter("{\"id\":[\"none\"],\"data\":{\"n\":[0]}}")
                    .burying("dead")
                    .build()));

    mesh.publish("eu", "orders", 0, MemoryMesh.event("no JSON"));
    mesh.publishNumbers("eu", "orders", 0, 0, 2);
    mesh.publish("eu", "orders", 0, MemoryMesh.event("{"));

    await().untilAsserted(() -> assertThat(arrived("one")).containsExactly("{\"n\":0}"));
    await().untilAsserted(() -> assertThat(relay.report("one").refused()).isEqualTo(2));
    await().untilAsserted(() -> assertThat(letters()).hasSize(2));
    assertThat(relay.report("one").filtered()).isEqualTo(1);
    assertThat(letters()).allMatch(letter -> letter.reason().contains("not JSON"));
    assertThat(arrived("two")).isEmpty();
    assertThat(relay.report("two").refused()).isZero();
  }

  @Test
  void aLinkBetweenBrokersHandsOnWhatItsFilterCannotRead() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(one().filter(ASKS_FOR_N).build()));

    mesh.publish("eu", "orders", 0, MemoryMesh.event("no JSON"));
    mesh.publishNumbers("eu", "orders", 0, 0, 2);

    await().untilAsserted(() -> assertThat(arrived("one")).containsExactly("no JSON", "{\"n\":0}"));
    await().untilAsserted(() -> assertThat(relay.report("one").filtered()).isEqualTo(1));
    assertThat(letters()).isEmpty();
  }

  private static long unread(MemoryMesh.Relay relay, String link) {
    return relay.figures().all().stream()
        .filter(each -> each.link().id().value().equals(link))
        .mapToLong(LinkFigures::unread)
        .sum();
  }

  @ParameterizedTest
  @EnumSource(
      value = DeliveryClass.class,
      names = {"AT_LEAST_ONCE", "EFFECTIVELY_ONCE"})
  void aTransformThatChangesWhileItRunsLosesNothingAndRepeatsNothing(DeliveryClass delivery) {
    List<String> transforms = List.of(RENAMED, "{\"/v\":\"/n\"}", "{\"/in/number\":\"/n\"}");
    MemoryMesh.Relay relay = mesh.relay();

    for (int n = 0; n < 3_000; n += 100) {
      LinkBuilder link = one().promising(delivery);
      int form = n / 100 % 4;
      relay
          .engine()
          .apply(mesh.manifest((form < 3 ? link.transform(transforms.get(form)) : link).build()));
      mesh.publishNumbers("eu", "orders", 0, n, n + 100);
    }

    await().untilAsserted(() -> assertThat(arrived("one")).hasSize(3_000));
    assertThat(arrived("one").stream().map(text -> text.replaceAll("\\D", "")))
        .containsExactlyElementsOf(IntStream.range(0, 3_000).mapToObj(Integer::toString).toList());
    assertThat(letters()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(DeliveryClass.class)
  void whatCannotBeProjectedIsADeadLetterAndTheOthersGoOn(DeliveryClass delivery) {
    MemoryMesh.Relay relay = mesh.relay();
    mesh.publishNumbers("eu", "orders", 0, 0, 5);
    mesh.publish("eu", "orders", 0, MemoryMesh.event("\u0000\u0000poison"));
    mesh.publishNumbers("eu", "orders", 0, 5, 10);

    relay.engine().apply(mesh.manifest(one().promising(delivery).transform(RENAMED).build()));

    await().untilAsserted(() -> assertThat(arrived("one")).isEqualTo(renamed(0, 10)));
    await().untilAsserted(() -> assertThat(letters()).hasSize(1));
    Letter letter = letters().getFirst();
    assertThat(letter.event()).isEqualTo(mesh.read("eu", "orders", 0).get(5));
    assertThat(letter.reason()).contains("not JSON").doesNotContain("poison");
    await().untilAsserted(() -> assertThat(relay.report("one").refused()).isEqualTo(1));
    try (Reader reader = mesh.reader("us")) {
      List<Crossing> crossings = reader.crossings(Instant.EPOCH, 100);
      assertThat(crossings.stream().mapToLong(Crossing::refused).sum()).isEqualTo(1);
      assertThat(crossings.stream().map(Crossing::digest).reduce(Digest.NONE, Digest::plus))
          .isEqualTo(
              mesh.read("us", "one", 0).stream().map(Digest::of).reduce(Digest.NONE, Digest::plus));
    }
  }

  @Test
  void aLetterIsRedrivenByTheTransformOfThen() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(one().transform("{\"\":\"/late\"}").build()));
    mesh.publishNumbers("eu", "orders", 0, 0, 3);
    await().untilAsserted(() -> assertThat(letters()).hasSize(3));
    assertThat(letters().getFirst().reason()).contains("holds nothing at '/late'");

    Manifest still = mesh.manifest(one().transform("{\"\":\"/never\"}").build());
    relay.engine().apply(mesh.redriving(still, redrive()));
    await()
        .untilAsserted(
            () ->
                assertThat(mesh.read("us", "dead", 0).stream().map(DeadRecord::of))
                    .filteredOn(DeadRecord.RefusedAgain.class::isInstance)
                    .hasSize(3));
    Manifest mended = mesh.manifest(one().transform(RENAMED).build());
    relay.engine().apply(mesh.redriving(mended, redrive()));

    await().untilAsserted(() -> assertThat(arrived("one")).isEqualTo(renamed(0, 3)));
  }

  private static ManifestRedrive redrive() {
    return new ManifestRedrive(
        UUID.randomUUID(),
        new LinkId("one"),
        List.of(),
        null,
        Instant.now().plusSeconds(60),
        10_000);
  }

  @Test
  void whatIsTooLargeOnlyAfterItsProjectionIsRefusedToo() {
    mesh.topicUpTo("us", "small", 1_000);
    MemoryMesh.Relay relay = mesh.relay();
    mesh.publish("eu", "orders", 0, MemoryMesh.event("{\"n\":\"%s\"}".formatted("x".repeat(400))));
    mesh.publish(
        "eu", "orders", 0, MemoryMesh.event("{\"n\":1,\"m\":\"%s\"}".formatted("x".repeat(4_000))));

    relay
        .engine()
        .apply(
            mesh.manifest(
                aLink("one")
                    .to("us", "small", 1)
                    .burying("dead")
                    .transform("{\"/a\":\"/n\",\"/b\":\"/n\",\"/c\":\"/n\"}")
                    .build()));

    await()
        .untilAsserted(
            () -> assertThat(arrived("small")).containsExactly("{\"a\":1,\"b\":1,\"c\":1}"));
    await().untilAsserted(() -> assertThat(letters()).hasSize(1));
    assertThat(letters().getFirst().event()).isEqualTo(mesh.read("eu", "orders", 0).getFirst());
  }
}
