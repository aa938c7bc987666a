package io.meshwork.transport.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.event.Event;
import io.meshwork.model.pattern.EventPattern;
import io.meshwork.pattern.EventPatterns;
import io.meshwork.pattern.EventView;
import io.meshwork.pattern.FilterUnion;
import io.meshwork.pattern.MatcherIndex;
import io.meshwork.pattern.PatternLimits;
import io.meshwork.transport.spi.PushDown;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PatternTranslatorTests {
  private static final EventTypeName TYPE = new EventTypeName("order.paid");
  private static final EntryWriter WRITER = new EntryWriter(1 << 20);

  @Property(tries = 100)
  void anExactPatternTakesOfEventBridgesEventsWhatTheFilterTakesOfCloudEvents(@ForAll long seed) {
    Generated generated = new Generated(seed);
    EventPattern filter = EventPatterns.parse(generated.filter(false));
    RulePattern rule = PatternTranslator.BY_DEFAULT.translate(filter, Origin.RELAY);

    assertThat(rule.pushDown()).as("%s", rule.reasons()).isEqualTo(PushDown.EXACT);
    assertThat(rule.left()).isEmpty();
    for (int i = 0; i < 5; i++) {
      Event event = generated.event();
      assertThat(taken(rule, event))
          .as("%s as %s on %s", filter.source(), rule.patterns(), written(event))
          .isEqualTo(wanted(filter, event));
    }
  }

  @Property(tries = 100)
  void aWiderPatternMissesNoEvent(@ForAll long seed) {
    Generated generated = new Generated(seed);
    EventPattern filter = EventPatterns.parse(generated.filter(true));
    RulePattern rule =
        new PatternTranslator(20 + generated.below(200), 1 + generated.below(4))
            .translate(filter, Origin.RELAY);

    assertThat(rule.patterns()).isNotEmpty();
    assertThat(rule.left())
        .isEqualTo(rule.pushDown() == PushDown.EXACT ? Optional.empty() : Optional.of(filter));
    assertThat(rule.reasons().isEmpty()).isEqualTo(rule.pushDown() == PushDown.EXACT);
    for (int i = 0; i < 5; i++) {
      Event event = generated.event();
      boolean taken = taken(rule, event);
      boolean wanted = wanted(filter, event);
      assertThat(taken || !wanted)
          .as("%s as %s on %s", filter.source(), rule.patterns(), written(event))
          .isTrue();
      if (rule.pushDown() == PushDown.EXACT) {
        assertThat(taken).isEqualTo(wanted);
      }
    }
  }

  @Property(tries = 300)
  void anEventThatIsWrittenAndReadIsTheSame(@ForAll long seed) {
    Event event = new Generated(seed).event();

    Unpacked read = EntryReader.read(EventBridgeEvents.of(entry(event)));

    assertThat(read).isInstanceOf(Unpacked.Opened.class);
    Event back = ((Unpacked.Opened) read).event();
    assertThat(back.key()).isEqualTo(event.key());
    assertThat(back.headers()).isEqualTo(event.headers());
    assertThat(back.timestamp()).isEqualTo(event.timestamp());
    assertThat(text(back.payload())).isEqualTo(text(event.payload()));
  }

  @Test
  void writesSortedKeysWithoutBlanks() {
    EventPattern filter =
        EventPatterns.parse(
            """
            {"type": [{"prefix": "orders."}], "subject": ["b", "a"],
             "data": {"z": [{"anything-but": ["x"]}], "amount": [{"numeric": [">", 0, "<=", 5]}]},
             "$or": [{"source": ["s"]}, {"region": [{"exists": false}]}]}
            """);

    RulePattern rule = PatternTranslator.BY_DEFAULT.translate(filter, Origin.RELAY);

    assertThat(rule.patterns())
        .containsExactly(
            "{\"$or\":[{\"source\":[\"s\"]},{\"detail\":{\"region\":[{\"exists\":false}]}}],"
                + "\"detail\":{\"data\":{\"amount\":[{\"numeric\":[\">\",0,\"<=\",5]}],"
                + "\"z\":[{\"anything-but\":\"x\"}]},\"subject\":[\"b\",\"a\"]},"
                + "\"detail-type\":[{\"prefix\":\"orders.\"}]}");
  }

  @Test
  void splitsALongListOverRulesAndNamesTheQuotaWhereThatDoesNotHelp() {
    String values =
        IntStream.range(0, 300)
            .mapToObj("\"customer-%d\""::formatted)
            .collect(Collectors.joining(","));
    EventPattern filter =
        EventPatterns.parse(
            "{\"data\":{\"customer\":[%s],\"paid\":[true]}}".formatted(values),
            PatternLimits.AWS.withCharacters(8_000));

    RulePattern split = new PatternTranslator(2_048, 8).translate(filter, Origin.RELAY);
    RulePattern wide = new PatternTranslator(2_048, 2).translate(filter, Origin.RELAY);

    assertThat(split.pushDown()).isEqualTo(PushDown.EXACT);
    assertThat(split.patterns()).hasSizeBetween(3, 8).allMatch(each -> each.length() <= 2_048);
    assertThat(wide.pushDown()).isEqualTo(PushDown.SUPERSET);
    assertThat(wide.patterns()).containsExactly("{\"detail\":{\"data\":{\"paid\":[true]}}}");
    assertThat(wide.reasons())
        .singleElement()
        .asString()
        .contains("'Event pattern size' allows 2048", "set 'patternCharacters'");
  }

  @Test
  void countsRulesWithWildcardsWhichHaveAQuotaOfTheirOwn() {
    EventPattern filter =
        EventPatterns.parse(
            "{\"data\":{\"path\":[{\"anything-but\":{\"wildcard\":\"*/lib/*\"}}]}}");
    EventPattern plain = EventPatterns.parse("{\"data\":{\"path\":[\"{\\\"wildcard\\\":\"]}}");

    assertThat(PatternTranslator.BY_DEFAULT.translate(filter, Origin.RELAY).wildcardRules())
        .isEqualTo(1);
    assertThat(PatternTranslator.BY_DEFAULT.translate(plain, Origin.RELAY).wildcardRules())
        .isZero();
  }

  @Test
  void leavesNumbersOutThatRulesDoNotCompare() {
    EventPattern filter =
        EventPatterns.parse("{\"data\":{\"a\":[{\"numeric\":[\">\",6e9]}],\"b\":[0.123456]}}");

    RulePattern rule = PatternTranslator.BY_DEFAULT.translate(filter, Origin.RELAY);

    assertThat(rule.pushDown()).isEqualTo(PushDown.NONE);
    assertThat(rule.patterns()).containsExactly(RulePattern.EVERYTHING);
    assertThat(rule.reasons()).hasSize(2).allMatch(each -> each.contains("-5e9 to 5e9"));
  }

  @Test
  void asksAwsServicesForWhatTheirCloudEventsHave() {
    EventPattern filter =
        EventPatterns.parse(
            """
            {"type": ["com.amazonaws.s3.ObjectCreated:Put"], "awsregion": ["eu-west-1"],
             "data": {"bucket": {"name": ["invoices"]}}}
            """);

    RulePattern rule = PatternTranslator.BY_DEFAULT.translate(filter, Origin.AWS);

    assertThat(rule.pushDown()).isEqualTo(PushDown.SUPERSET);
    assertThat(rule.patterns())
        .containsExactly(
            "{\"detail\":{\"bucket\":{\"name\":[\"invoices\"]}},"
                + "\"detail-type\":[\"ObjectCreated:Put\",\"Object Created\"],"
                + "\"region\":[\"eu-west-1\"],\"source\":[\"aws.s3\"]}");
  }

  @Test
  void takesAttributesWithAFullStopForThemselves() {
    EventPattern filter = EventPatterns.parse("{\"source\":{\"x\":[\"a\"]}}");

    RulePattern rule = PatternTranslator.BY_DEFAULT.translate(filter, Origin.RELAY);

    assertThat(rule.patterns()).containsExactly("{\"detail\":{\"source\":{\"x\":[\"a\"]}}}");
  }

  @Test
  void asksOtherPublishersExactly() {
    EventPattern filter =
        EventPatterns.parse(
            "{\"type\":[\"paid\"],\"source\":[\"shop\"],\"id\":[{\"prefix\":\"a\"}],\"data.k\":[1]}");

    RulePattern rule = PatternTranslator.BY_DEFAULT.translate(filter, Origin.OTHER);

    assertThat(rule.pushDown()).isEqualTo(PushDown.EXACT);
    assertThat(rule.patterns())
        .containsExactly(
            "{\"detail\":{\"k\":[1]},\"detail-type\":[\"paid\"],"
                + "\"id\":[{\"prefix\":\"a\"}],\"source\":[\"shop\"]}");
  }

  private static boolean taken(RulePattern rule, Event event) {
    String written = written(event);
    return rule.patterns().stream().anyMatch(each -> Oracle.matches(each, written));
  }

  private static boolean wanted(EventPattern filter, Event event) {
    MatcherIndex.Builder<String> index = MatcherIndex.builder();
    index.addExact("all", List.of(TYPE), FilterUnion.none().with(filter));
    return !index.build().match(EventView.of(TYPE, event)).isEmpty();
  }

  private static String written(Event event) {
    return EventBridgeEvents.of(entry(event));
  }

  private static PutEntry entry(Event event) {
    Packed packed = WRITER.pack(event, new EntryWriter.Identity("made-id", "/made", TYPE.value()));
    assertThat(packed).isInstanceOf(PutEntry.class);
    return (PutEntry) packed;
  }

  private static String text(byte @Nullable [] payload) {
    return payload == null ? "none" : new String(payload, StandardCharsets.UTF_8).strip();
  }
}
