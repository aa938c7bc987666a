package io.meshwork.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.DeadRecord;
import io.meshwork.api.DeadRecord.Letter;
import io.meshwork.api.Manifest;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.RedriveReport;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.JsonText;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Outgoing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events that a real broker refuses among others that it takes, and their redrive. */
class DeadLetterIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int EVENTS = 600;
  private static final int KEYS = 120;
  private static final int TOO_LARGE = 100_000;

  @TempDir Path directory;

  private final KafkaMesh mesh = new KafkaMesh();
  private final StubControlPlane controlPlane = new StubControlPlane();
  private final List<RelayProcess> processes = new ArrayList<>();

  @BeforeEach
  void makeEntry() {
    mesh.makeEntry("eu");
  }

  @AfterEach
  void end() {
    processes.forEach(RelayProcess::kill);
    controlPlane.close();
  }

  private RelayProcess relay(String name) {
    RelayProcess process =
        RelayProcess.start(controlPlane.address(), "us", directory.resolve(name));
    processes.add(process);
    return process;
  }

  private static boolean isLarge(int number) {
    return number % 10 == 3;
  }

  private void publish(int from, int until) {
    ChannelAddress channel = mesh.entry("eu");
    mesh.publish(
        "eu",
        IntStream.range(from, until)
            .mapToObj(
                number ->
                    new Outgoing(channel, number % KEYS % KafkaMesh.PARTITIONS, event(number)))
            .toList());
  }

  private static Event event(int number) {
    String filling = isLarge(number) ? incompressible(number) : "";
    return new Event(
        ("key" + number % KEYS).getBytes(StandardCharsets.UTF_8),
        "{\"n\":%d,\"filling\":\"%s\"}".formatted(number, filling).getBytes(StandardCharsets.UTF_8),
        List.of(),
        System.currentTimeMillis());
  }

  /** What a target takes depends on how well a batch is compressed. */
  private static String incompressible(int seed) {
    byte[] bytes = new byte[TOO_LARGE];
    new Random(seed).nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static int number(Event event) {
    String text = new String(event.payload(), StandardCharsets.UTF_8);
    return Integer.parseInt(text.substring(5, text.indexOf(',')));
  }

  private List<Letter> letters() {
    return mesh.read("us", mesh.dead("us")).stream()
        .flatMap(List::stream)
        .map(DeadRecord::of)
        .filter(Letter.class::isInstance)
        .map(Letter.class::cast)
        .toList();
  }

  private List<List<Event>> arrived() {
    return mesh.read("us", mesh.arrival("eu", "us"));
  }

  private List<Event> redriven() {
    return arrived().stream()
        .flatMap(List::stream)
        .filter(event -> isLarge(number(event)))
        .toList();
  }

  private static ManifestRedrive redrive(
      ManifestLink link, List<String> letters, String filter, int perSecond) {
    return new ManifestRedrive(
        UUID.randomUUID(),
        link.id(),
        letters,
        filter == null ? null : new JsonText(filter),
        Instant.now(),
        perSecond);
  }

  /** By slot, what the newest report says. */
  private Map<Integer, RedriveReport.Slot> slots(ManifestRedrive redrive) {
    return controlPlane.reports().stream()
        .flatMap(report -> report.redrives().stream())
        .filter(report -> report.id().equals(redrive.id()))
        .flatMap(report -> report.slots().stream())
        .collect(Collectors.toMap(RedriveReport.Slot::slot, slot -> slot, (_, later) -> later));
  }

  private void awaitDone(ManifestRedrive redrive, long redriven) {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () -> {
              Map<Integer, RedriveReport.Slot> slots = slots(redrive);
              assertThat(slots).hasSize(KafkaMesh.SLOTS);
              assertThat(slots.values()).allMatch(slot -> slot.left() == 0);
              assertThat(slots.values().stream().mapToLong(RedriveReport.Slot::redriven).sum())
                  .isEqualTo(redriven);
            });
  }

  @Test
  void refusedEventsAreRedrivenOnceInOrderAlthoughARelayIsKilled() {
    ManifestLink link = mesh.buryingLink("eu", "us");
    Manifest manifest = mesh.manifest("us", link);
    controlPlane.serve(manifest);
    RelayProcess first = relay("first");
    publish(0, EVENTS);

    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(mesh.count("us", mesh.arrival("eu", "us")))
                    .isEqualTo(EVENTS - EVENTS / 10));
    assertThat(arrived())
        .isEqualTo(
            mesh.read("eu", mesh.entry("eu")).stream()
                .map(all -> all.stream().filter(event -> !isLarge(number(event))).toList())
                .toList());
    List<Letter> letters = letters();
    assertThat(letters).hasSize(EVENTS / 10);
    assertThat(letters).allMatch(letter -> letter.event().payload().length > TOO_LARGE);
    assertThat(letters).allMatch(letter -> !letter.reason().isBlank());

    mesh.raiseLimit("eu", "us");
    ManifestRedrive some = redrive(link, List.of(), "{\"data\":{\"n\":[3,13]}}", 100);
    controlPlane.serve(KafkaMesh.redriving(manifest, some));
    awaitDone(some, 2);
    ManifestRedrive one =
        redrive(link, List.of(letterOf(letters, 23).origin().letter()), null, 100);
    controlPlane.serve(KafkaMesh.redriving(manifest, one));
    awaitDone(one, 1);
    assertThat(redriven()).extracting(DeadLetterIT::number).containsExactlyInAnyOrder(3, 13, 23);

    ManifestRedrive all = redrive(link, List.of(), null, 12);
    controlPlane.serve(KafkaMesh.redriving(manifest, all));
    await().atMost(LIMIT).until(() -> redriven().size() >= 12);
    first.kill();
    assertThat(redriven().size()).isLessThan(EVENTS / 10);
    relay("second");
    publish(EVENTS, EVENTS + 100);

    awaitDone(all, EVENTS / 10 - 3);
    assertEachOnceAndRedrivenInOrder();
  }

  private static Letter letterOf(List<Letter> letters, int number) {
    return letters.stream()
        .filter(letter -> number(letter.event()) == number)
        .findFirst()
        .orElseThrow();
  }

  private void assertEachOnceAndRedrivenInOrder() {
    await()
        .atMost(LIMIT)
        .untilAsserted(
            () ->
                assertThat(arrived().stream().mapToLong(List::size).sum()).isEqualTo(EVENTS + 100));
    List<Event> source = mesh.read("eu", mesh.entry("eu")).stream().flatMap(List::stream).toList();
    List<Event> arrived = arrived().stream().flatMap(List::stream).toList();
    assertThat(arrived).doesNotHaveDuplicates();
    assertThat(new HashSet<>(arrived)).isEqualTo(new HashSet<>(source));
    for (int key = 0; key < KEYS; key++) {
      int of = key;
      assertThat(
              arrived.stream()
                  .map(DeadLetterIT::number)
                  .filter(
                      number ->
                          number % KEYS == of && isLarge(number) && number > 23 && number < EVENTS))
          .isSorted();
      assertThat(
              arrived.stream()
                  .map(DeadLetterIT::number)
                  .filter(number -> number % KEYS == of && !isLarge(number)))
          .isSorted();
    }
  }
}
