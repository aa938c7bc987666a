package io.meshwork.benchmarks;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.catalog.EventTypeSelector;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.pattern.EventPatterns;
import io.meshwork.pattern.EventView;
import io.meshwork.pattern.MatcherIndex;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** One compiled matcher for 10,000 subscriptions over 1,000 event types, one thread. */
final class PatternBench {
  private static final int SUBSCRIPTIONS = 10_000;
  private static final int TYPES = 1_000;
  private static final int TEAMS = 40;
  private static final int EVENTS = 4_096;
  private static final int BATCH = 256;
  private static final String CUSTOMER = "{\"data\":{\"customer\":{\"id\":[\"c-%d\"]}}}";

  private PatternBench() {}

  static void run(Figures figures) {
    List<EventTypeName> types = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      types.add(new EventTypeName(type(i)));
      events.add(event(i));
    }
    measure(
        figures,
        "exact selector, one field of data",
        types,
        events,
        i -> new Wish(type(i), CUSTOMER.formatted(i % 500)));
    measure(
        figures,
        "prefix selector, one field of data",
        types,
        events,
        i -> new Wish(type(i) + "*", CUSTOMER.formatted(i % 500)));
    measure(
        figures,
        "prefix on type inside the pattern, one field of data",
        types,
        events,
        i ->
            new Wish(
                "*",
                "{\"type\":[{\"prefix\":\"%s\"}],%s"
                    .formatted(type(i), CUSTOMER.formatted(i % 500).substring(1))));
    measure(
        figures,
        "exact type inside the pattern, source attribute",
        types,
        events,
        i ->
            new Wish(
                "*", "{\"type\":[\"%s\"],\"source\":[\"/orders/%d\"]}".formatted(type(i), i % 50)));
    measure(
        figures,
        "all on every type: source and one field of data",
        types,
        events,
        i ->
            new Wish(
                "*",
                "{\"source\":[\"/orders/%d\"],%s"
                    .formatted(i % 50, CUSTOMER.formatted(i).substring(1))));
    measure(
        figures,
        "40 prefixes, 250 subscriptions a type, field and number",
        types,
        events,
        i ->
            new Wish(
                "team%d.*".formatted(i % TEAMS),
                "{\"data\":{\"customer\":{\"id\":[\"c-%d\"]},\"total\":[{\"numeric\":[\">\",%d]}]}}"
                    .formatted(i % 500, i % 1000)));
  }

  private record Wish(String selector, String pattern) {}

  private static void measure(
      Figures figures,
      String name,
      List<EventTypeName> types,
      List<Event> events,
      IntFunction<Wish> wishes) {
    MatcherIndex.Builder<Integer> builder = MatcherIndex.builder();
    for (int i = 0; i < SUBSCRIPTIONS; i++) {
      Wish wish = wishes.apply(i);
      builder.add(
          i, List.of(new EventTypeSelector(wish.selector())), EventPatterns.parse(wish.pattern()));
    }
    MatcherIndex<Integer> index = builder.build();
    double rate =
        CpuRate.best(
            round -> {
              for (int i = 0; i < BATCH; i++) {
                int at = (round * BATCH + i) % EVENTS;
                index.match(EventView.of(types.get(at), events.get(at)));
              }
              return BATCH;
            });
    figures.add(name, rate, "events/s a core");
  }

  private static String type(int i) {
    return "team%d.order.e%d".formatted(i % TYPES % TEAMS, i % TYPES);
  }

  private static Event event(int i) {
    List<Header> headers = new ArrayList<>();
    Map.of(
            "ce_id",
            "id-" + i,
            "ce_source",
            "/orders/" + i % 50,
            "ce_type",
            type(i),
            "ce_specversion",
            "1.0",
            "content-type",
            "application/json")
        .forEach(
            (name, value) -> headers.add(new Header(name, value.getBytes(StandardCharsets.UTF_8))));
    String payload =
        """
        {"orderId":"o-12345","customer":{"id":"c-%d","tier":"gold","country":"DE"},"total":%d.50,\
        "currency":"EUR","lines":[{"sku":"A-1","qty":2},{"sku":"B-2","qty":1}],"note":"%s"}"""
            .formatted(i % 500, i % 1000, "x".repeat(250));
    return new Event(null, payload.getBytes(StandardCharsets.UTF_8), headers, 0);
  }
}
