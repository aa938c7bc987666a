package io.meshwork.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwork.model.JsonText;
import io.meshwork.model.pattern.EventPattern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PatternCasesTests {
  record Case(String pattern, String event, boolean matches) {}

  static Stream<Case> cases() throws IOException {
    try (var in =
        Objects.requireNonNull(PatternCasesTests.class.getResourceAsStream("/patterns.tsv"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t", -1))
          .map(parts -> new Case(parts[0], parts[1], Boolean.parseBoolean(parts[2])));
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void matchesAsDocumented(Case each) throws IOException {
    EventPattern pattern = EventPatterns.parse(each.pattern());

    assertThat(PatternMatcher.matches(pattern, new JsonText(each.event())))
        .isEqualTo(each.matches());
    assertThat(PatternMatcher.of(pattern).matches(each.event().getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(each.matches());
    ObjectNode tree = (ObjectNode) new ObjectMapper().readTree(each.event());
    assertThat(new FlatEvent(tree).matchesAny(Conjunction.of(pattern.root())))
        .as("without the machine")
        .isEqualTo(each.matches());
  }
}
