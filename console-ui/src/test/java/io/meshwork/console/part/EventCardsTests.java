package io.meshwork.console.part;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Pre;
import io.meshwork.deployment.browse.Browsed;
import io.meshwork.deployment.browse.BrowsedEvent;
import io.meshwork.model.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventCardsTests {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Browsed.Channel CHANNEL =
      new Browsed.Channel("mem-eu", "shop.order.placed", 1_234L, null);
  private final EventCards cards = new EventCards();

  @Test
  void showsAPayloadInSeveralLinesWhateverItsLetters() {
    show(event(BrowsedEvent.Encoding.JSON, "{\"to\":\"Åbo\",\"n\":1}", 0));

    assertThat(payload().lines().count()).isGreaterThan(2);
    assertThat(payload()).contains("\"to\"", "Åbo");
    assertThat(text()).contains("1,234 events retained", "3 min ago", "key k-1");
  }

  @Test
  void leavesAPayloadThatWasCutAsItIs() {
    show(event(BrowsedEvent.Encoding.JSON, "{\"to\":\"Ab", 9_000));

    assertThat(payload()).isEqualTo("{\"to\":\"Ab");
    assertThat(text()).contains("9,000 bytes");
  }

  @Test
  void saysWhatATombstoneIs() {
    show(event(BrowsedEvent.Encoding.TEXT, null, 0));

    assertThat(payload()).contains("tombstone");
  }

  @Test
  void showsExamplesToWhoMayNotSeePayloads() {
    cards.show(
        new Browsed(List.of(), false, List.of(CHANNEL), List.of(new JsonText("{\"a\":1}"))), NOW);

    assertThat(text())
        .contains("Payloads are shown to the owner", "\"a\"")
        .doesNotContain("No event yet");
  }

  @Test
  void saysHowToGetTheFirstEventAndWhyAChannelCannotBeRead() {
    cards.show(
        new Browsed(
            List.of(),
            true,
            List.of(
                new Browsed.Channel("mem-us", "gone", null, "Broker 'mem-us' does not answer.")),
            List.of()),
        NOW);

    assertThat(text()).contains("No event yet", "Publish one", "Broker 'mem-us' does not answer.");
  }

  private void show(BrowsedEvent event) {
    cards.show(new Browsed(List.of(event), true, List.of(CHANNEL), List.of()), NOW);
  }

  private static BrowsedEvent event(BrowsedEvent.Encoding encoding, String payload, long bytes) {
    return new BrowsedEvent(
        "mem-eu",
        "shop.order.placed",
        2,
        "2:17",
        NOW.minusSeconds(200),
        "k-1",
        List.of(new BrowsedEvent.HeaderText("ce_id", "7")),
        encoding,
        payload,
        bytes > 0 || payload == null ? bytes : payload.getBytes(StandardCharsets.UTF_8).length);
  }

  private String payload() {
    Details card =
        (Details) cards.getChildren().filter(Details.class::isInstance).findFirst().orElseThrow();
    return card.getContent()
        .flatMap(content -> content.getChildren())
        .filter(Pre.class::isInstance)
        .findFirst()
        .orElseThrow()
        .getElement()
        .getTextRecursively();
  }

  private String text() {
    return cards.getElement().getTextRecursively();
  }
}
