package io.meshwork.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.meshwork.model.ErrorType;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventPatternsTests {
  static MeshException refusal(String pattern) {
    MeshException refused =
        catchThrowableOfType(MeshException.class, () -> EventPatterns.parse(pattern));
    assertThat(refused).as(pattern).isNotNull();
    return refused;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``|ends too early or is no object|JSON object",
        "[]|an array|JSON object",
        "{}|no field|empty object",
        "{\"a\":1}|no list|must be a list",
        "{\"a\":[]}|nothing|empty list",
        "{\"a\":{}}|nothing inside|empty object",
        "{\"a\":[[1]]}|list in list|cannot hold a list",
        "{\"a\":[{}]}|no operator|no condition",
        "{\"a\":[{\"prefx\":\"x\"}]}|misspelt|'prefx' is no operator",
        "{\"a\":[{\"prefix\":1}]}|no text|takes a text",
        "{\"a\":[{\"prefix\":{\"x\":1}}]}|unknown inside|equals-ignore-case",
        "{\"a\":[{\"prefix\":{}}]}|nothing inside|equals-ignore-case",
        "{\"a\":[{\"prefix\":\"x\",\"suffix\":\"y\"}]}|two operators|one operator",
        "{\"a\":[{\"wildcard\":\"a**b\"}]}|two stars|two stars in a row",
        "{\"a\":[{\"wildcard\":\"a\\\\n\"}]}|bad escape|stands before",
        "{\"a\":[{\"anything-but\":[\"x\",1]}]}|mixed|not both",
        "{\"a\":[{\"anything-but\":[]}]}|nothing|empty list",
        "{\"a\":[{\"anything-but\":null}]}|null|no null",
        "{\"a\":[{\"anything-but\":{}}]}|nothing|excludes nothing",
        "{\"a\":[{\"anything-but\":{\"prefix\":\"\"}}]}|all|every text",
        "{\"a\":[{\"anything-but\":{\"cidr\":\"x\"}}]}|not offered|not 'cidr'",
        "{\"a\":[{\"numeric\":5}]}|no list|takes a list",
        "{\"a\":[{\"numeric\":[5]}]}|no sign|starts with",
        "{\"a\":[{\"numeric\":[\"~\",5]}]}|bad sign|no comparison",
        "{\"a\":[{\"numeric\":[\">\",\"5\"]}]}|text|compares with a number",
        "{\"a\":[{\"numeric\":[\">\",5,\">\",6]}]}|bad order|comes < or <=",
        "{\"a\":[{\"numeric\":[\">\",5,\"<\",5]}]}|empty range|no number lies between",
        "{\"a\":[{\"numeric\":[\"<\",5,6]}]}|too many|one comparison",
        "{\"a\":[{\"numeric\":[\">\",1.23456789012345678901234]}]}|too precise|more digits",
        "{\"a\":[{\"cidr\":\"10.0.0.0\"}]}|no mask|address block",
        "{\"a\":[{\"cidr\":\"10.0.0.300/8\"}]}|too high|at most 255",
        "{\"a\":[{\"cidr\":\"localhost/8\"}]}|a name|address block",
        "{\"a\":[{\"exists\":1}]}|no truth|true or false",
        "{\"$or\":1}|no list|list of at least 2",
        "{\"$or\":[1,2]}|no objects|objects only",
        "{\"$or\":[{\"a\":[1]}]}|one|at least 2",
        "{\"$or\":[{\"prefix\":[1]},{\"a\":[1]}]}|reserved|is an operator",
        "{\"a\":[1],\"a\":[2]}|twice|uplicate",
        "{\"a\":[1],\"$or\":[{\"a\":[2]},{\"b\":[1]}]}|overridden|constrained twice",
        "{\"a.b\":[1],\"a\":{\"b\":[2]}}|same path|constrained twice",
        "{\"a\":[1]} x|rest|line 1",
        "{\"a\":[1]}{}|rest|more text",
        "{\"a\":[tru]}|broken|line 1, column",
        "{\"a\":[\"x|open|line 1",
      })
  void refusesWithAMessageThatSaysWhatIsWrong(String pattern, String why, String message) {
    MeshException refused = refusal(pattern);

    assertThat(refused.code()).as(why).isEqualTo(PatternError.INVALID_PATTERN);
    assertThat(refused.code().type()).isEqualTo(ErrorType.USER);
    assertThat(refused.text()).as(why).contains(message).startsWith("Pattern");
    assertThat(refused.violations()).isNotEmpty();
  }

  @Test
  void namesLineColumnAndPointer() {
    MeshException refused =
        refusal("{\n  \"data\": {\n    \"price\": [{\"numeric\": [\"?\", 1]}]\n  }\n}");

    assertThat(refused.text()).startsWith("Pattern, line 3, column");
    assertThat(refused.violations())
        .extracting(Violation::pointer)
        .containsExactly("/data/price/0/numeric");
  }

  @Test
  void enforcesAndNamesTheLength() {
    String pattern = "{\"a\":[\"" + "x".repeat(2048) + "\"]}";

    MeshException refused = refusal(pattern);

    assertThat(refused.code()).isEqualTo(PatternError.PATTERN_LIMIT_EXCEEDED);
    assertThat(refused.text()).contains("2058").contains("2048");
    assertThat(EventPatterns.parse(pattern, PatternLimits.AWS.withCharacters(4096))).isNotNull();
  }

  @Test
  void enforcesTheCombinationsOfAlternatives() {
    String group = "{\"$or\":[{\"a\":[1]},{\"b\":[1]},{\"c\":[1]},{\"d\":[1]}]}";
    String four =
        IntStream.range(0, 4)
            .mapToObj(i -> "\"x" + i + "\":" + group)
            .collect(Collectors.joining(","));
    String five = four + ",\"x5\":" + group;

    assertThat(EventPatterns.parse("{" + four + "}")).isNotNull();
    assertThat(refusal("{" + five + "}").text()).contains("1000 combinations");
  }

  @Test
  void enforcesDepthFieldsAndWildcards() {
    PatternLimits limits = new PatternLimits(100_000, 8, 10, 1000, 5, 3);
    String deep = "{\"a\":".repeat(9) + "[1]" + "}".repeat(9);
    String wide =
        IntStream.range(0, 11)
            .mapToObj(i -> "\"f" + i + "\":[1]")
            .collect(Collectors.joining(",", "{", "}"));

    assertThatThrownBy(() -> EventPatterns.parse(deep, limits)).hasMessageContaining("8 deep");
    assertThatThrownBy(() -> EventPatterns.parse(wide, limits)).hasMessageContaining("at most 10");
    assertThatThrownBy(
            () -> EventPatterns.parse("{\"a\":[{\"wildcard\":\"*a*b*c*d*e*\"}]}", limits))
        .hasMessageContaining("6 wildcard stars; at most 5");
    assertThatThrownBy(
            () ->
                EventPatterns.parse(
                    "{\"a\":[{\"wildcard\":\"*a*aaaa\"},{\"wildcard\":\"*aa*aa\"},{\"anything-but\":{\"wildcard\":\"*aaa\"}}]}",
                    limits))
        .hasMessageContaining("more than 3 paths");
  }

  @Test
  void aDeepPatternEndsInARefusalAndNotInAStackOverflow() {
    String deep = "{\"a\":".repeat(50_000);

    assertThatThrownBy(() -> EventPatterns.parse(deep, PatternLimits.AWS.withCharacters(1_000_000)))
        .isInstanceOf(MeshException.class);
  }

  @Test
  void tellsWhatAPatternLooksAt() {
    var both = EventPatterns.parse("{\"$or\":[{\"type\":[\"a\"]},{\"data.x\":[1]}]}");
    var neither = EventPatterns.parse("{\"database\":[1],\"x\":{\"type\":[1]}}");

    assertThat(EventPatterns.readsData(both)).isTrue();
    assertThat(EventPatterns.constrainsType(both)).isTrue();
    assertThat(EventPatterns.readsData(neither)).isFalse();
    assertThat(EventPatterns.constrainsType(neither)).isFalse();
  }
}
