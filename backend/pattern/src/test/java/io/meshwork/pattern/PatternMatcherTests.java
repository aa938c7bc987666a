package io.meshwork.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.JsonText;
import org.junit.jupiter.api.Test;

class PatternMatcherTests {
  @Test
  void matchesAnEventThatMeetsEveryField() {
    var matcher =
        PatternMatcher.of(
            EventPatterns.parse(
                "{\"type\":[\"a.b\"],\"data\":{\"price\":[{\"numeric\":[\">\",10]}]}}"));

    assertThat(matcher.matches(new JsonText("{\"type\":\"a.b\",\"data\":{\"price\":11}}")))
        .isTrue();
    assertThat(matcher.matches(new JsonText("{\"type\":\"a.b\",\"data\":{\"price\":9}}")))
        .isFalse();
  }
}
