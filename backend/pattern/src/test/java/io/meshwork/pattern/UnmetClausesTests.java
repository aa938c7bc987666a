package io.meshwork.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnmetClausesTests {
  private static List<String> unmet(String pattern, String payload) {
    Event event =
        new Event(
            null,
            payload.getBytes(StandardCharsets.UTF_8),
            List.of(new Header("ce_subject", "a".getBytes(StandardCharsets.UTF_8))),
            0);
    return UnmetClauses.of(EventPatterns.parse(pattern), new EventTypeName("orders.placed"), event);
  }

  @Test
  void namesNothingForAnEventThatMatches() {
    assertThat(unmet("{\"data\":{\"total\":[1]}}", "{\"total\":1}")).isEmpty();
  }

  @Test
  void namesEachFieldThatDoesNotMatchByItsPathAndWhatWasAsked() {
    assertThat(
            unmet(
                "{\"subject\":[\"b\"],\"data\":{\"total\":[{\"numeric\":[\">\",5]}],\"to\":{\"city\":[\"Ulm\"]},\"paid\":[true]}}",
                "{\"total\":1,\"to\":{\"city\":\"Bonn\"},\"paid\":true}"))
        .containsExactly(
            "subject: [\"b\"]", "data.total: [{\"numeric\":[\">\",5]}]", "data.to.city: [\"Ulm\"]");
  }

  @Test
  void tellsNoValueOfTheEvent() {
    assertThat(unmet("{\"data\":{\"total\":[1]}}", "{\"total\":\"hidden\"}"))
        .singleElement()
        .asString()
        .doesNotContain("hidden");
  }

  @Test
  void namesAGroupOfAlternativesOfWhichNoneMatches() {
    assertThat(
            unmet(
                "{\"data\":{\"$or\":[{\"a\":[1]},{\"b\":[2]}],\"c\":[3]}}",
                "{\"a\":2,\"b\":1,\"c\":3}"))
        .containsExactly("data: none of {\"$or\":[{\"a\":[1]},{\"b\":[2]}]}");
  }

  @Test
  void saysThatNoOneElementMeetsAllWhereEachClauseIsMetByAnother() {
    assertThat(
            unmet(
                "{\"data\":{\"lines\":{\"sku\":[\"x\"],\"count\":[2]}}}",
                "{\"lines\":[{\"sku\":\"x\",\"count\":1},{\"sku\":\"y\",\"count\":2}]}"))
        .singleElement()
        .asString()
        .startsWith("no one element of an array meets together: ");
  }

  @Test
  void saysThatThePayloadIsNotJson() {
    assertThat(unmet("{\"data\":{\"total\":[1]}}", "no json"))
        .contains("data.total: [1]", "data: the payload is not JSON, so no condition on it is met");
  }
}
