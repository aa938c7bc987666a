package io.meshwork.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.EventTypeSelector;
import io.meshwork.model.pattern.EventPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class MatchingLawsTests {
  private static final EventTree EVERYTHING =
      new EventTree(java.util.Set.of("k", "l", "m", "data", "type", "subject", "source", "id"));

  @Property(tries = 600)
  void matchesWhatEventRulerMatches(@ForAll long seed) {
    Generated generated = new Generated(seed);
    String pattern = generated.pattern();
    EventPattern parsed = EventPatterns.parse(pattern);
    PatternMatcher matcher = PatternMatcher.of(parsed);

    for (int i = 0; i < 5; i++) {
      String event = generated.object();
      assertThat(matcher.matches(new JsonText(event)))
          .as("%s on %s", pattern, event)
          .isEqualTo(Oracle.matches(pattern, event));
    }
  }

  @Property(tries = 600)
  void matchesTheSameWithoutTheMachine(@ForAll long seed) {
    Generated generated = new Generated(seed);
    String pattern = generated.pattern();
    List<Conjunction> conjunctions = Conjunction.of(EventPatterns.parse(pattern).root());

    for (int i = 0; i < 5; i++) {
      String event = generated.object();
      assertThat(new FlatEvent(EVERYTHING.read(event).tree()).matchesAny(conjunctions))
          .as("%s on %s", pattern, event)
          .isEqualTo(Oracle.matches(pattern, event));
    }
  }

  @Property(tries = 60)
  void anIndexFindsWhomAskingEachInTurnFinds(@ForAll long seed) {
    Generated generated = new Generated(seed);
    Map<Integer, String> filters = new LinkedHashMap<>();
    Map<Integer, EventTypeSelector> selectors = new LinkedHashMap<>();
    MatcherIndex.Builder<Integer> builder = MatcherIndex.builder();
    for (int i = 0; i < 8; i++) {
      EventTypeSelector selector =
          new EventTypeSelector(generated.oneOf(List.of("*", "order.*", "*.low", "order.paid")));
      String filter = generated.below(6) == 0 ? "" : generated.filter();
      selectors.put(i, selector);
      filters.put(i, filter);
      builder.add(i, List.of(selector), filter.isEmpty() ? null : EventPatterns.parse(filter));
    }
    for (int i = 8; i < 48; i++) {
      String filter = generated.filter();
      selectors.put(i, new EventTypeSelector("order.*"));
      filters.put(i, filter);
      builder.add(i, List.of(selectors.get(i)), EventPatterns.parse(filter));
    }
    MatcherIndex<Integer> index = builder.build(generated.oneOf(List.of(-1L, 10L, 100_000L)));

    for (int i = 0; i < 6; i++) {
      EventTypeName type = new EventTypeName(generated.oneOf(Generated.TYPES));
      Map<String, String> attributes = new LinkedHashMap<>();
      attributes.put("source", generated.text());
      attributes.put("id", generated.text());
      if (generated.below(2) == 0) {
        attributes.put("subject", generated.text());
      }
      if (generated.below(3) == 0) {
        attributes.put("type", generated.oneOf(Generated.TYPES));
      }
      String payload = generated.object();
      String json = cloudEvent(attributes, type, payload);

      List<Integer> expected = new ArrayList<>();
      for (Map.Entry<Integer, String> filter : filters.entrySet()) {
        if (selectors.get(filter.getKey()).matches(type)
            && (filter.getValue().isEmpty() || Oracle.matches(filter.getValue(), json))) {
          expected.add(filter.getKey());
        }
      }
      MatchResult<Integer> result =
          index.match(EventView.of(type, attributes, payload.getBytes(StandardCharsets.UTF_8)));
      assertThat(result.subscribers())
          .as("%s\nof %s\nwith %s", json, filters, selectors)
          .isEqualTo(expected);
      assertThat(result.dataUnreadable()).isFalse();
      assertThat(result.undecided()).isEmpty();
      MatchResult<Integer> blind =
          index.match(EventView.of(type, attributes, "{".getBytes(StandardCharsets.UTF_8)));
      assertThat(blind.undecided()).noneMatch(blind.subscribers()::contains);
      List<Integer> possible = new ArrayList<>(blind.subscribers());
      possible.addAll(blind.undecided());
      assertThat(possible).as("%s of %s", json, filters).containsAll(expected);
    }
  }

  private static String cloudEvent(
      Map<String, String> attributes, EventTypeName type, String payload) {
    Map<String, String> shown = new LinkedHashMap<>(attributes);
    shown.putIfAbsent("type", type.value());
    StringBuilder json = new StringBuilder("{");
    shown.forEach(
        (name, value) ->
            json.append(Generated.quote(name))
                .append(':')
                .append(Generated.quote(value))
                .append(','));
    return json.append("\"data\":").append(payload).append('}').toString();
  }

  @Property(tries = 400)
  void aUnionMatchesExactlyWhenOneOfItsPartsDoes(@ForAll long seed) {
    Generated generated = new Generated(seed);
    List<EventPattern> parts = new ArrayList<>();
    for (int i = generated.below(5); i >= 0; i--) {
      parts.add(EventPatterns.parse(generated.pattern()));
    }
    FilterUnion union = FilterUnion.of(parts);
    FilterUnion again = FilterUnion.of(parts.reversed());

    assertThat(again).isEqualTo(union);
    PatternMatcher matcher = PatternMatcher.of(union);
    for (int i = 0; i < 5; i++) {
      JsonText event = new JsonText(generated.object());
      assertThat(matcher.matches(event))
          .isEqualTo(parts.stream().anyMatch(part -> PatternMatcher.matches(part, event)));
    }
  }

  @Property(tries = 800)
  void readingWhatWasPrintedGivesTheSamePattern(@ForAll long seed) {
    EventPattern pattern = EventPatterns.parse(new Generated(seed).filter());

    EventPattern again = EventPatterns.parse(EventPatterns.print(pattern));

    assertThat(again.root()).isEqualTo(pattern.root());
    assertThat(EventPatterns.print(again)).isEqualTo(EventPatterns.print(pattern));
  }

  @Property(tries = 1500)
  void brokenTextGetsAMessageAndNeverAnotherException(@ForAll long seed) {
    Generated generated = new Generated(seed);
    StringBuilder text = new StringBuilder(generated.filter());
    for (int i = 0; i < 1 + generated.below(3); i++) {
      int at = generated.below(text.length());
      switch (generated.below(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 ->
            text.insert(
                at,
                generated.oneOf(
                    List.of("[", "]", "{", "}", "\"", ",", ":", "1", "null", "\\", "*", "é")));
        default -> text.setCharAt(at, generated.oneOf(List.of('[', '}', '"', ',', '0', 'x', '\0')));
      }
    }
    try {
      EventPatterns.parse(text.toString());
    } catch (MeshException e) {
      assertThat(e.code()).isInstanceOf(PatternError.class);
      assertThat(e.text()).contains("attern").hasSizeLessThan(600);
    } catch (RuntimeException e) {
      fail("Leaked for " + text, e);
    }
  }
}
