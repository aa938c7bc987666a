package io.meshwork.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTests {
  @Test
  void readsWordsAndValuesWithOrWithoutAD() {
    Options options = Options.parse(" quick seconds=7 -Dmovers=raw,mm2 ");

    assertThat(options.has("quick")).isTrue();
    assertThat(options.number("seconds", 60)).isEqualTo(7);
    assertThat(options.list("movers", List.of())).containsExactly("raw", "mm2");
  }

  @Test
  void takesTheUsualWhereNothingIsGiven() {
    Options options = Options.parse("");

    assertThat(options.has("quick")).isFalse();
    assertThat(options.number("seconds", 60)).isEqualTo(60);
    assertThat(options.list("movers", List.of("ours"))).containsExactly("ours");
    options.allow();
  }

  @Test
  void refusesWhatIsNotKnownAndNamesWhatIs() {
    assertThatThrownBy(() -> Options.parse("sekonds=7").allow("seconds", "quick"))
        .isInstanceOf(Options.Wrong.class)
        .hasMessage("it knows no option 'sekonds'; it knows [quick, seconds]");
    assertThatThrownBy(() -> Options.parse("quick").allow())
        .isInstanceOf(Options.Wrong.class)
        .hasMessage("it takes no options, not 'quick'");
  }

  @Test
  void refusesNumbersThatAreNone() {
    for (String value : List.of("0", "-3", "many", "")) {
      assertThatThrownBy(() -> Options.parse("seconds=" + value).number("seconds", 60))
          .isInstanceOf(Options.Wrong.class)
          .hasMessage("seconds takes a whole number from 1, not '" + value + "'");
    }
  }
}
