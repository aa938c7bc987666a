package io.meshwork.console.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.JsonText;
import org.junit.jupiter.api.Test;

class BeforeAfterTests {
  @Test
  void showsOnlyTheFieldsThatDiffer() {
    String text =
        text(
            "{\"spec\": {\"partitions\": 6, \"key\": \"/id\"}}",
            "{\"spec\": {\"partitions\": 12, \"key\": \"/id\"}}");

    assertThat(text).isEqualTo("−/spec/partitions: 6+/spec/partitions: 12");
  }

  @Test
  void showsWhatCameAndWhatWent() {
    assertThat(text("{\"filter\": {\"a\": [1]}}", "{\"teams\": [\"crm\"]}"))
        .contains("−/filter/a/0: 1", "+/teams/0: \"crm\"");
  }

  @Test
  void showsAllOfWhatIsNewAndSaysWhenNothingDiffers() {
    assertThat(text(null, "{\"name\": \"orders\"}")).isEqualTo("+/name: \"orders\"");
    assertThat(text("{\"a\": []}", "{\"a\": []}")).isEqualTo("No field differs.");
  }

  @Test
  void cutsWhatIsTooLongToRead() {
    assertThat(text(null, "{\"schema\": \"" + "x".repeat(5_000) + "\"}"))
        .hasSizeLessThan(450)
        .endsWith("…");
  }

  private static String text(String before, String after) {
    return new BeforeAfter(
            before == null ? null : new JsonText(before),
            after == null ? null : new JsonText(after))
        .getElement()
        .getTextRecursively();
  }
}
