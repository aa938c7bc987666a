package io.meshwork.model.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventTests {
  private static Header header(String name, String value) {
    return new Header(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static Event event(Header... headers) {
    return new Event(new byte[] {1}, new byte[] {2, 3}, List.of(headers), 5);
  }

  @Test
  void showsAttributesWithoutTheirPrefixAndTheLastOfRepeatedOnes() {
    Event event =
        event(
            header("ce_id", "1"),
            header("ce_id", "2"),
            header("Content-Type", "application/json"),
            header("x", "y"),
            new Header("ce_subject", null));

    assertThat(CloudEvents.attributes(event))
        .containsOnly(
            java.util.Map.entry("id", "2"),
            java.util.Map.entry("datacontenttype", "application/json"));
    assertThat(event.header("ce_id")).isEqualTo("2");
    assertThat(event.header("ce_subject")).isNull();
    assertThat(event.header("none")).isNull();
  }

  @Test
  void countsKeyPayloadAndHeaders() {
    assertThat(event(header("ab", "cde"), new Header("f", null)).size()).isEqualTo(1 + 2 + 5 + 1);
    assertThat(new Event(null, null, List.of(), 0).size()).isZero();
    assertThat(event()).hasToString("Event[3 bytes, 0 headers]");
  }

  @Test
  void eventsAreEqualByTheirBytes() {
    assertThat(event(header("a", "b")))
        .isEqualTo(event(header("a", "b")))
        .hasSameHashCodeAs(event(header("a", "b")));
    assertThat(event(header("a", "b"))).isNotEqualTo(event(header("a", "c"))).isNotEqualTo("x");
    assertThat(header("a", "b"))
        .hasSameHashCodeAs(header("a", "b"))
        .hasToString("a[1 bytes]")
        .isNotEqualTo("x");
    assertThat(new Header("a", null)).hasToString("a[null]").isNotEqualTo(header("a", ""));
  }
}
