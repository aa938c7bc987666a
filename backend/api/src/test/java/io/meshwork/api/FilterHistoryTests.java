package io.meshwork.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.FilterHistory.Stretch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FilterHistoryTests {
  private static final FilterHistory.Order ORDER =
      (position, later) -> number(position) < number(later);

  private static final List<String> ALL = List.of();
  private static final List<String> A = List.of("a");
  private static final List<String> B = List.of("b");

  private static int number(String position) {
    return Integer.parseInt(position);
  }

  /** The filters that one place was read with, as the stretches tell it. */
  private static Set<List<String>> at(FilterHistory history, int place) {
    Stretch found = history.stretches().getFirst();
    for (Stretch each : history.stretches()) {
      if (each.from() != null && number(each.from()) <= place) {
        found = each;
      }
    }
    Set<List<String>> filters = new HashSet<>();
    found
        .by()
        .forEach(
            each ->
                filters.add(
                    each == FilterHistory.UNKNOWN ? List.of("?") : history.filters().get(each)));
    return filters;
  }

  @Test
  void tellsWhichFilterWasAppliedToWhatWasRead() {
    FilterHistory history =
        FilterHistory.begin("5", A, true).filtering(B, "10", ORDER).told("12", ORDER);

    assertThat(at(history, 4)).isEmpty();
    assertThat(at(history, 5)).containsExactly(A);
    assertThat(at(history, 9)).containsExactly(A);
    assertThat(at(history, 11)).containsExactly(B);
    assertThat(at(history, 12)).isEmpty();
    assertThat(FilterHistory.parse(history.text())).isEqualTo(history);
  }

  @Test
  void knowsNothingOfWhatAnOldLinkReadBefore() {
    FilterHistory history = FilterHistory.begin("5", A, false).told("8", ORDER);

    assertThat(at(history, 4)).containsExactly(List.of("?"));
    assertThat(FilterHistory.isKnown(history.within("4", "8", ORDER))).isFalse();
    assertThat(FilterHistory.isKnown(history.within("5", "8", ORDER))).isTrue();
  }

  @Test
  void saysNothingOfARunWhoseMoveWasNotRecorded() {
    FilterHistory moved = FilterHistory.begin("0", A, true).moved("3", 1, true, "10", ORDER);

    FilterHistory history = moved.withoutRun("10").filtering(B, "10", ORDER);

    assertThat(history.filters()).contains(A, B);
    assertThat(at(history.told("12", ORDER), 11)).containsExactly(B);
    assertThat(at(history, 5)).containsExactly(A);
  }

  @Test
  void beginsAnewWherePositionsCannotBeCompared() {
    FilterHistory.Order never = (position, later) -> !position.equals(later);

    FilterHistory moved = FilterHistory.begin("7", A, true).moved("2", 1, false, "9", never);

    assertThat(moved.stretches().getFirst().by()).containsExactly(FilterHistory.UNKNOWN);
    assertThat(moved.run().from()).isEqualTo("2");
  }

  @Test
  void staysSmallAndForgetsTheOldestFirst() {
    FilterHistory history = FilterHistory.begin("0", ALL, true);
    for (int i = 1; i <= 200; i++) {
      history = history.filtering(List.of("filter " + i), Integer.toString(i), ORDER);
    }

    assertThat(history.stretches()).hasSizeLessThan(40);
    assertThat(history.text().length()).isLessThan(64 * 1024);
    assertThat(at(history, 10)).containsExactly(List.of("?"));
    assertThat(at(history, 198)).containsExactly(List.of("filter 198"));
    FilterHistory huge = history.filtering(List.of("x".repeat(20_000)), "201", ORDER);
    assertThat(at(huge.told("203", ORDER), 202)).containsExactly(List.of("?"));
    assertThat(huge.text().length()).isLessThan(64 * 1024);
  }

  /** Against a table that notes for each place every filter that it was read with. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void agreesWithATableOfEveryPlaceWhateverHappens(long seed) {
    Random random = new Random(seed);
    List<Set<List<String>>> table = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      table.add(new HashSet<>());
    }
    List<String> filter = A;
    int position = random.nextInt(20);
    FilterHistory history = FilterHistory.begin(Integer.toString(position), filter, true);
    for (int step = 1; step < 40; step++) {
      switch (random.nextInt(4)) {
        case 0 -> {
          filter = List.of("f" + random.nextInt(4));
          history = history.filtering(filter, Integer.toString(position), ORDER);
        }
        case 1 -> {
          int to = random.nextInt(100);
          history =
              history.moved(
                  Integer.toString(to),
                  step,
                  random.nextBoolean(),
                  Integer.toString(position),
                  ORDER);
          position = to;
        }
        default -> {
          int until = Math.min(99, position + random.nextInt(20));
          for (; position < until; position++) {
            table.get(position).add(filter);
          }
        }
      }
      history = FilterHistory.parse(history.text());
      FilterHistory told = history.told(Integer.toString(position), ORDER);
      for (int place = 0; place < 100; place++) {
        if (!at(told, place).contains(List.of("?"))) {
          assertThat(at(told, place)).as("%d after %d", place, step).isEqualTo(table.get(place));
        }
      }
    }
  }
}
