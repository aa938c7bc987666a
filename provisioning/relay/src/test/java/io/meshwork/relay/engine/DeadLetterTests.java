package io.meshwork.relay.engine;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static io.meshwork.relay.engine.MemoryMesh.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.DeadRecord;
import io.meshwork.api.DeadRecord.Kept;
import io.meshwork.api.DeadRecord.Letter;
import io.meshwork.api.LinkReport.State;
import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.RedriveReport;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.event.Event;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeadLetterTests {
  private static final int LIMIT = 1_000;

  private final MemoryMesh mesh = new MemoryMesh();
  private final ManifestLink link = aLink("a").burying("dead").build();

  @BeforeEach
  void makeTopics() {
    mesh.topic("eu", "orders", 1);
    mesh.topicUpTo("us", "orders.from.eu", LIMIT);
    mesh.topic("us", "dead", 1);
  }

  @AfterEach
  void close() {
    mesh.broker("us").faults().clear();
    mesh.close();
  }

  /** Too large for the target. */
  private static Event large(int number, int bytes) {
    return MemoryMesh.event("{\"n\":%d,\"large\":\"%s\"}".formatted(number, "x".repeat(bytes)));
  }

  private List<Letter> letters() {
    return records().filter(Letter.class::isInstance).map(Letter.class::cast).toList();
  }

  private Stream<DeadRecord> records() {
    return mesh.read("us", "dead", 0).stream().map(DeadRecord::of);
  }

  private List<Integer> arrived() {
    return mesh.payloads("us", "orders.from.eu", 0)
        .map(payload -> Integer.valueOf(payload.replaceAll("^\\{\"n\":(\\d+).*", "$1")))
        .toList();
  }

  private static ManifestRedrive redrive(List<String> letters, String filter, int perSecond) {
    return new ManifestRedrive(
        UUID.randomUUID(),
        link("a"),
        letters,
        filter == null ? null : new JsonText(filter),
        Instant.now().plusSeconds(60),
        perSecond);
  }

  private static LinkId link(String id) {
    return new LinkId(id);
  }

  private static void awaitDone(MemoryMesh.Relay relay, ManifestRedrive redrive, long redriven) {
    await()
        .untilAsserted(
            () ->
                assertThat(relay.figures().redrives())
                    .filteredOn(each -> each.id().equals(redrive.id()))
                    .flatExtracting(RedriveReport::slots)
                    .containsExactly(new RedriveReport.Slot(0, redriven, 0, 0)));
  }

  private void publishThreeLargeAmongTen() {
    mesh.publishNumbers("eu", "orders", 0, 0, 5);
    mesh.publish("eu", "orders", 0, large(100, LIMIT), large(101, LIMIT), large(102, LIMIT));
    mesh.publishNumbers("eu", "orders", 0, 5, 10);
  }

  @ParameterizedTest
  @EnumSource(
      value = DeliveryClass.class,
      names = {"AT_LEAST_ONCE", "EFFECTIVELY_ONCE"})
  void refusedEventsBecomeLettersAndTheOthersKeepTheirOrder(DeliveryClass delivery) {
    MemoryMesh.Relay relay = mesh.relay();
    publishThreeLargeAmongTen();

    relay.engine().apply(mesh.manifest(aLink("a").promising(delivery).burying("dead").build()));

    await().untilAsserted(() -> assertThat(arrived()).endsWith(5, 6, 7, 8, 9));
    await().untilAsserted(() -> assertThat(relay.report("a").refused()).isEqualTo(3));
    assertThat(arrived().stream().distinct()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    List<Event> source = mesh.read("eu", "orders", 0);
    assertThat(letters().stream().map(Letter::event).distinct())
        .containsExactlyElementsOf(source.subList(5, 8));
    Letter first = letters().getFirst();
    assertThat(first.kept()).isEqualTo(Kept.WHOLE);
    assertThat(first.reason()).contains("the channel takes 1000");
    assertThat(first.attempts()).isPositive();
    assertThat(first.last()).isAfterOrEqualTo(first.first());
    assertThat(first.origin().link()).isEqualTo(link("a"));
    assertThat(first.origin().channel()).isEqualTo(new ChannelAddress("orders"));
  }

  @Test
  void aPayloadThatNoLetterTakesIsLeftOutAndReadAgainFromTheSource() {
    MemoryMesh.Relay relay = mesh.relay();
    mesh.publish("eu", "orders", 0, large(100, 2 << 20));
    mesh.publishNumbers("eu", "orders", 0, 0, 3);
    Manifest manifest = mesh.manifest(link);

    relay.engine().apply(manifest);

    await().untilAsserted(() -> assertThat(arrived()).containsExactly(0, 1, 2));
    await().untilAsserted(() -> assertThat(letters()).hasSize(1));
    assertThat(letters().getFirst().kept()).isEqualTo(Kept.HEADERS);
    assertThat(letters().getFirst().event().payload()).isNull();
    assertThat(letters().getFirst().event().headers())
        .isEqualTo(mesh.read("eu", "orders", 0).getFirst().headers());

    mesh.reshape("us", "orders.from.eu", "maxSize", 4 << 20);
    ManifestRedrive redrive = redrive(List.of(), "{\"data\":{\"n\":[100]}}", 100);
    relay.engine().apply(mesh.redriving(manifest, redrive));

    awaitDone(relay, redrive, 1);
    assertThat(mesh.read("us", "orders.from.eu", 0).getLast())
        .isEqualTo(mesh.read("eu", "orders", 0).getFirst());
  }

  @Test
  void anUnreachableTargetNeverMakesALetter() {
    MemoryMesh.Relay relay = mesh.relay();
    relay.engine().apply(mesh.manifest(link));
    mesh.publishNumbers("eu", "orders", 0, 0, 3);
    await().untilAsserted(() -> assertThat(arrived()).hasSize(3));

    mesh.broker("us").faults().away();
    mesh.publishNumbers("eu", "orders", 0, 3, 6);
    await().until(() -> relay.report("a").state() == State.RETRYING);
    mesh.broker("us").faults().back();

    await().untilAsserted(() -> assertThat(arrived()).hasSize(6));
    assertThat(letters()).isEmpty();
    assertThat(relay.report("a").refused()).isZero();
  }

  @Test
  void waitsForADeadLetterChannelThatIsClosed() {
    mesh.broker("us").faults().closeChannel(new ChannelAddress("dead"), "the disk is full");
    MemoryMesh.Relay relay = mesh.relay();
    publishThreeLargeAmongTen();

    relay.engine().apply(mesh.manifest(link));

    await().untilAsserted(() -> assertThat(relay.report("a").problem()).contains("disk is full"));
    assertThat(relay.report("a").refused()).isZero();
    mesh.broker("us").faults().openChannel(new ChannelAddress("dead"));
    await().untilAsserted(() -> assertThat(arrived()).hasSize(10));
    assertThat(letters()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(DeliveryClass.class)
  void redrivesAllInOrderAndNeverTwice(DeliveryClass delivery) {
    MemoryMesh.Relay relay = mesh.relay();
    mesh.publish(
        "eu",
        "orders",
        0,
        IntStream.range(0, 50).mapToObj(n -> large(n, LIMIT)).toArray(Event[]::new));
    Manifest effectively = mesh.manifest(link);
    relay.engine().apply(effectively);
    await().untilAsserted(() -> assertThat(letters()).hasSize(50));
    Manifest manifest = mesh.manifest(aLink("a").promising(delivery).burying("dead").build());
    mesh.reshape("us", "orders.from.eu", "maxSize", 1 << 20);

    ManifestRedrive first = redrive(List.of(), null, 10_000);
    relay.engine().apply(mesh.redriving(manifest, first));
    awaitDone(relay, first, 50);
    ManifestRedrive again = redrive(List.of(), null, 10_000);
    relay.engine().apply(mesh.redriving(manifest, again));
    awaitDone(relay, again, 0);

    assertThat(mesh.read("us", "orders.from.eu", 0)).isEqualTo(mesh.read("eu", "orders", 0));
  }

  @Test
  void redrivesOneOrSomeByFilterAndLeavesTheOthers() {
    MemoryMesh.Relay relay = mesh.relay();
    publishThreeLargeAmongTen();
    Manifest manifest = mesh.manifest(link);
    relay.engine().apply(manifest);
    await().untilAsserted(() -> assertThat(letters()).hasSize(3));
    mesh.reshape("us", "orders.from.eu", "maxSize", 1 << 20);

    ManifestRedrive some = redrive(List.of(), "{\"data\":{\"n\":[101]}}", 100);
    relay.engine().apply(mesh.redriving(manifest, some));
    awaitDone(relay, some, 1);
    assertThat(arrived()).endsWith(101);
    ManifestRedrive one = redrive(List.of(letters().getLast().origin().letter()), null, 100);
    relay.engine().apply(mesh.redriving(manifest, one));
    awaitDone(relay, one, 1);

    assertThat(arrived()).hasSize(12).endsWith(101, 102);
  }

  @Test
  void aLetterThatIsRefusedAgainStaysWithOneAttemptMore() {
    MemoryMesh.Relay relay = mesh.relay();
    publishThreeLargeAmongTen();
    Manifest manifest = mesh.manifest(link);
    relay.engine().apply(manifest);
    await().untilAsserted(() -> assertThat(letters()).hasSize(3));

    ManifestRedrive early = redrive(List.of(), null, 100);
    relay.engine().apply(mesh.redriving(manifest, early));
    await()
        .untilAsserted(
            () ->
                assertThat(relay.figures().redrives())
                    .flatExtracting(RedriveReport::slots)
                    .containsExactly(new RedriveReport.Slot(0, 0, 3, 0)));

    assertThat(arrived()).hasSize(10);
    assertThat(records())
        .filteredOn(DeadRecord.RefusedAgain.class::isInstance)
        .extracting(each -> ((DeadRecord.RefusedAgain) each).attempts())
        .containsExactly(2, 2, 2);
    mesh.reshape("us", "orders.from.eu", "maxSize", 1 << 20);
    ManifestRedrive late = redrive(List.of(), null, 100);
    relay.engine().apply(mesh.redriving(manifest, late));
    awaitDone(relay, late, 3);
    assertThat(arrived()).endsWith(100, 101, 102);
  }

  @Test
  void keepsToTheRateAndGoesOnWhereItWasStopped() {
    MemoryMesh.Relay relay = mesh.relay();
    mesh.publish(
        "eu",
        "orders",
        0,
        IntStream.range(0, 30)
            .mapToObj(n -> keyed(large(n, LIMIT), "key" + n))
            .toArray(Event[]::new));
    Manifest manifest = mesh.manifest(link);
    relay.engine().apply(manifest);
    await().untilAsserted(() -> assertThat(letters()).hasSize(30));
    mesh.reshape("us", "orders.from.eu", "maxSize", 1 << 20);

    ManifestRedrive slow = redrive(List.of(), null, 10);
    long before = System.nanoTime();
    relay.engine().apply(mesh.redriving(manifest, slow));
    await().untilAsserted(() -> assertThat(arrived()).hasSizeGreaterThan(5));
    double seconds = (System.nanoTime() - before) / 1e9;
    assertThat(arrived().size()).isLessThanOrEqualTo((int) (2 + 10 * seconds));
    relay.engine().apply(mesh.redriving(manifest));
    await().untilAsserted(() -> assertThat(relay.figures().redrives()).isEmpty());
    mesh.publishNumbers("eu", "orders", 0, 500, 501);
    await().untilAsserted(() -> assertThat(arrived()).endsWith(500));
    int stopped = arrived().size() - 1;
    assertThat(stopped).isLessThan(30);

    ManifestRedrive quick =
        new ManifestRedrive(slow.id(), slow.link(), List.of(), null, slow.through(), 10_000);
    relay.engine().apply(mesh.redriving(manifest, quick));

    awaitDone(relay, quick, 30);
    assertThat(arrived().stream().filter(n -> n < 500))
        .containsExactlyElementsOf(IntStream.range(0, 30).boxed().toList());
  }

  private static Event keyed(Event event, String key) {
    return new Event(
        key.getBytes(StandardCharsets.UTF_8), event.payload(), event.headers(), event.timestamp());
  }

  @Test
  void lettersOfOneKeyGoTogetherSoThatNothingComesBetweenThem() {
    MemoryMesh.Relay relay = mesh.relay();
    mesh.publish(
        "eu",
        "orders",
        0,
        IntStream.range(0, 40)
            .mapToObj(n -> keyed(large(n, LIMIT), "key" + n % 2))
            .toArray(Event[]::new));
    Manifest manifest = mesh.manifest(link);
    relay.engine().apply(manifest);
    await().untilAsserted(() -> assertThat(letters()).hasSize(40));
    mesh.reshape("us", "orders.from.eu", "maxSize", 1 << 20);

    relay.engine().apply(mesh.redriving(manifest, redrive(List.of(), null, 1)));

    await().untilAsserted(() -> assertThat(arrived()).hasSizeGreaterThanOrEqualTo(20));
    assertThat(arrived().subList(0, 20))
        .containsExactlyElementsOf(IntStream.range(0, 20).map(n -> 2 * n).boxed().toList());
  }

  @Test
  void lettersOfAKeyComeBeforeItsNextEventHoweverSlowTheRedriveIs() {
    MemoryMesh.Relay relay = mesh.relay();
    mesh.publish(
        "eu",
        "orders",
        0,
        IntStream.range(0, 30)
            .mapToObj(n -> keyed(large(n, LIMIT), "key" + n % 10))
            .toArray(Event[]::new));
    Manifest manifest = mesh.manifest(link);
    relay.engine().apply(manifest);
    await().untilAsserted(() -> assertThat(letters()).hasSize(30));
    mesh.reshape("us", "orders.from.eu", "maxSize", 1 << 20);
    ManifestRedrive slow = redrive(List.of(), null, 1);
    relay.engine().apply(mesh.redriving(manifest, slow));
    await().untilAsserted(() -> assertThat(arrived()).containsSubsequence(0, 10, 20));

    mesh.publish("eu", "orders", 0, keyed(large(508, 1), "key8"), keyed(large(509, 1), "key9"));
    mesh.publishNumbers("eu", "orders", 0, 600, 601);

    await().untilAsserted(() -> assertThat(arrived()).contains(600));
    assertThat(arrived()).containsSubsequence(8, 18, 28, 508, 600);
    assertThat(arrived()).containsSubsequence(9, 19, 29, 509, 600);
    assertThat(arrived()).doesNotHaveDuplicates().hasSizeLessThan(30);
  }

  @Test
  void withoutADeadLetterChannelRefusedEventsAreCounted() {
    MemoryMesh.Relay relay = mesh.relay();
    publishThreeLargeAmongTen();

    relay.engine().apply(mesh.manifest(aLink("a").build()));

    await()
        .untilAsserted(
            () ->
                assertThat(mesh.payloads("us", "orders.from.eu", 0).toList())
                    .isEqualTo(numbers(0, 10)));
    await().untilAsserted(() -> assertThat(relay.report("a").refused()).isEqualTo(3));
    assertThat(letters()).isEmpty();
  }
}
