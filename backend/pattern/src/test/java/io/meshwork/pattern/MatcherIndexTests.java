package io.meshwork.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.EventTypeSelector;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.model.pattern.EventPattern;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

class MatcherIndexTests {
  private static final EventTypeName PAID = new EventTypeName("order.paid");
  private static final List<EventTypeSelector> ORDERS = List.of(new EventTypeSelector("order.*"));

  private static EventView paid(String payload) {
    return EventView.of(PAID, Map.of("id", "1"), payload.getBytes(StandardCharsets.UTF_8));
  }

  private static MatcherIndex<String> one(String filter) {
    return MatcherIndex.<String>builder().add("a", ORDERS, EventPatterns.parse(filter)).build();
  }

  @Test
  void namesEachSubscriberOnceInTheOrderAdded() {
    MatcherIndex<String> index =
        MatcherIndex.<String>builder()
            .add("b", ORDERS, EventPatterns.parse("{\"data\":{\"x\":[1]}}"))
            .addExact("a", Set.of(PAID), FilterUnion.all())
            .add("b", List.of(new EventTypeSelector("order.paid")), (EventPattern) null)
            .add("c", List.of(new EventTypeSelector("stock.*")), FilterUnion.all())
            .build();

    assertThat(index.size()).isEqualTo(4);
    assertThat(index.match(paid("{\"x\":2}")).subscribers()).containsExactly("b", "a");
    assertThat(index.match(paid("{\"x\":1}")).subscribers()).containsExactly("b", "a");
    assertThat(index.match(EventView.of(new EventTypeName("x.y"), Map.of(), null)).isEmpty())
        .isTrue();
  }

  @Test
  void isUndecidedWhereOnlyThePayloadIsMissing() {
    for (String open :
        List.of(
            "{\"data\":{\"x\":[1]}}",
            "{\"data.x\":[1]}",
            "{\"id\":[\"1\"],\"data.x.y\":[1],\"data\":{\"z\":[1]}}",
            "{\"id\":[\"1\"],\"data\":{\"x\":[1]}}",
            "{\"$or\":[{\"id\":[\"2\"]},{\"id\":[\"1\"],\"data\":{\"x\":[1]}}]}",
            "{\"$or\":[{\"id\":[\"2\"]},{\"data\":{\"x\":[1]}}]}")) {
      assertThat(one(open).match(paid("{")).undecided()).as(open).containsExactly("a");
      assertThat(one(open).match(paid("{}")).undecided()).as(open).isEmpty();
    }
    for (String decided :
        List.of(
            "{\"id\":[\"2\"],\"data\":{\"x\":[1]}}",
            "{\"type\":[\"other\"],\"data\":{\"x\":[1]}}",
            "{\"id\":[\"1\"]}",
            "{\"id\":[\"2\"]}",
            "{\"data\":{\"x\":[{\"exists\":false}]}}")) {
      assertThat(one(decided).match(paid("{")).undecided()).as(decided).isEmpty();
    }
  }

  @Test
  void saysThatAPayloadIsNotJsonWhereAFilterAsksForData() {
    MatcherIndex<String> index = one("{\"data\":{\"x\":[{\"exists\":false}]}}");

    for (String broken : List.of("{\"x\":1", "{\"x\":1} 2", "no", "{\"x\":1},\"id\":2")) {
      MatchResult<String> result = index.match(paid(broken));
      assertThat(result.dataUnreadable()).as(broken).isTrue();
      assertThat(result.subscribers()).containsExactly("a");
    }
    assertThat(index.match(paid("")).dataUnreadable()).isFalse();
    assertThat(index.match(paid("{\"x\":1}")).isEmpty()).isTrue();
  }

  @Test
  void doesNotReadThePayloadForFiltersOnAttributes() {
    MatchResult<String> result = one("{\"id\":[\"1\"]}").match(paid("not JSON"));

    assertThat(result.dataUnreadable()).isFalse();
    assertThat(result.subscribers()).containsExactly("a");
  }

  @Test
  void aPayloadOrHeaderCannotForgeAnAttribute() {
    MatcherIndex<String> index = one("{\"subject\":[\"vip\"]}");
    MatcherIndex<String> data = one("{\"data\":{\"x\":[1]}}");
    Event forged =
        new Event(
            null,
            "{\"x\":2}".getBytes(StandardCharsets.UTF_8),
            List.of(new Header("ce_data.x", "1".getBytes(StandardCharsets.UTF_8))),
            0);

    assertThat(index.match(paid("1,\"subject\":\"vip\"")).isEmpty()).isTrue();
    assertThat(data.match(EventView.of(PAID, forged)).isEmpty()).isTrue();
  }

  @Test
  void anEventWithoutCloudEventsHeadersShowsItsChannelsType() {
    MatcherIndex<String> index = one("{\"type\":[{\"prefix\":\"order.p\"}]}");
    Event bare = new Event(null, null, List.of(), 0);
    Event other =
        new Event(
            null, null, List.of(new Header("ce_type", "x".getBytes(StandardCharsets.UTF_8))), 0);

    assertThat(index.match(EventView.of(PAID, bare)).subscribers()).containsExactly("a");
    assertThat(index.match(EventView.of(PAID, other)).isEmpty()).isTrue();
  }

  @Test
  void everNewTypesInHeadersAreServedByOneBucket() {
    MatcherIndex<String> index = one("{\"type\":[{\"suffix\":\"7\"}]}");

    List<String> matched =
        IntStream.range(0, 100)
            .mapToObj(i -> EventView.of(PAID, Map.of("type", "t" + i), null))
            .filter(view -> !index.match(view).isEmpty())
            .map(EventView::type)
            .toList();

    assertThat(matched).hasSize(10).allMatch(type -> type.endsWith("7"));
  }

  @Test
  void manyEventTypesAreMatchedThoughTheirBucketsAreForgotten() {
    MatcherIndex<String> index = one("{\"data\":{\"x\":[1]}}");

    for (int i = 0; i < 10_050; i++) {
      EventTypeName type = new EventTypeName("order.t" + i);
      assertThat(
              index
                  .match(EventView.of(type, Map.of(), "{\"x\":1}".getBytes(StandardCharsets.UTF_8)))
                  .isEmpty())
          .isFalse();
    }
  }

  @Test
  void arraysThatMultiplyAreMatchedInBoundedTime() {
    String list =
        IntStream.range(0, 300)
            .mapToObj(i -> "\"x" + i + "\"")
            .collect(Collectors.joining(",", "[", "]"));
    String payload =
        "{\"a\":%s,\"b\":%s,\"c\":%s,\"d\":%s,\"e\":[]}".formatted(list, list, list, list);
    String any = "[{\"prefix\":\"x\"}]";
    MatcherIndex<String> index =
        one(
            "{\"data\":{\"a\":%s,\"b\":%s,\"c\":%s,\"d\":%s,\"e\":%s}}"
                .formatted(any, any, any, any, any));

    Assertions.assertThat(Duration.ofSeconds(5))
        .isGreaterThan(timed(() -> assertThat(index.match(paid(payload)).isEmpty()).isTrue()));
  }

  @Test
  void manyElementsOfOneArrayAreMatchedInBoundedTime() {
    String lines =
        IntStream.range(0, 20_000)
            .mapToObj(
                i ->
                    "{\"sku\":\"s%d\",\"qty\":[%d,%d],\"at\":{\"shelf\":%d}}"
                        .formatted(i, i, i + 1, i))
            .collect(Collectors.joining(",", "{\"lines\":[", "]}"));
    MatcherIndex<String> index =
        one(
            "{\"data\":{\"lines\":{\"sku\":[{\"prefix\":\"s\"}],\"qty\":[{\"numeric\":[\">=\",0]}],\"at\":{\"shelf\":[19999]}}}}");

    Assertions.assertThat(Duration.ofSeconds(10))
        .isGreaterThan(timed(() -> assertThat(index.match(paid(lines)).isEmpty()).isFalse()));
  }

  private static Duration timed(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void aTextOfFourNumbersIsNeverLookedUpAsAName() {
    MatcherIndex<String> index =
        one("{\"data\":{\"ip\":[{\"cidr\":\"10.0.0.0/8\"},{\"prefix\":\"999.\"}]}}");

    assertThat(index.match(paid("{\"ip\":\"999.1.1.1\"}")).subscribers()).containsExactly("a");
    assertThat(index.match(paid("{\"ip\":\"10.1.1.999\"}")).isEmpty()).isTrue();
    assertThat(index.match(paid("{\"ip\":\"10.1.1.99\"}")).subscribers()).containsExactly("a");
  }

  @Test
  void refusesToTryAPatternOnWhatIsNoObject() {
    var pattern = EventPatterns.parse("{\"a\":[1]}");

    for (String event : List.of("", "[]", "1", "{\"a\":1}}", "{\"a\":1")) {
      assertThatThrownBy(() -> PatternMatcher.matches(pattern, new JsonText(event)))
          .as(event)
          .isInstanceOfSatisfying(
              MeshException.class, e -> assertThat(e.code()).isEqualTo(PatternError.INVALID_EVENT));
    }
  }

  @Test
  void aUnionWithNoFilterIsEverything() {
    FilterUnion some =
        FilterUnion.none().with(EventPatterns.parse("{\"data\":{\"a\":[1]},\"type\":[\"x\"]}"));

    assertThat(some.with(null).isAll()).isTrue();
    assertThat(some.or(FilterUnion.all()).isAll()).isTrue();
    assertThat(FilterUnion.all().or(some).isAll()).isTrue();
    assertThat(some.or(some)).isEqualTo(some);
    assertThat(some.readsData()).isTrue();
    assertThat(some.constrainsType()).isTrue();
    assertThat(FilterUnion.all().readsData()).isFalse();
    assertThat(PatternMatcher.of(FilterUnion.all()).matches(new JsonText("{}"))).isTrue();
    assertThat(PatternMatcher.of(FilterUnion.none()).matches(new JsonText("{}"))).isFalse();
  }
}
