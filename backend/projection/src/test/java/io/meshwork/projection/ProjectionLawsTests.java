package io.meshwork.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ProjectionLawsTests {
  private static Event event(String payload) {
    return new Event(null, payload.getBytes(StandardCharsets.UTF_8), List.of(), 0);
  }

  private static String document(Map<String, String> entries) {
    List<Json.Member> members = new ArrayList<>();
    entries.forEach(
        (target, source) -> members.add(new Json.Member(target, new Json.Text(source))));
    return new Json.Source(1).text(new Json.Members(members));
  }

  private static Json result(Projected projected) {
    return switch (projected) {
      case Projected.Written(Event event) -> Json.read(event.payload());
      case Projected.Unreadable _ -> null;
    };
  }

  @Property(tries = 2_000)
  void comesToWhatATreeComesTo(@ForAll long seed) {
    Json.Source source = new Json.Source(seed);
    Map<String, String> entries = source.entries();
    Projection projection = Projection.parse(document(entries));

    for (int i = 0; i < 5; i++) {
      Json payload = source.value(4);
      String text = source.text(payload);
      assertThat(result(projection.project(event(text))))
          .as("%s of %s", entries, text)
          .isEqualTo(Json.project(ordered(projection), payload));
    }
  }

  private static Map<String, String> ordered(Projection projection) {
    Map<String, String> entries = new LinkedHashMap<>();
    projection.entries().forEach(entry -> entries.put(entry.target(), entry.source()));
    return entries;
  }

  @Property(tries = 300)
  void manyTogetherComeToWhatEachComesToAlone(@ForAll long seed) {
    Json.Source source = new Json.Source(seed);
    List<Projection> projections = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      projections.add(Projection.parse(document(source.entries())));
    }
    Event event = event(source.text(source.value(4)));

    Reading reading = Projector.of(projections).read(event);

    for (Projection each : projections) {
      assertThat(reading.by(each)).isEqualTo(each.project(event));
    }
  }

  @Property(tries = 500)
  void neverWritesWhatIsNotJson(@ForAll long seed) {
    Json.Source source = new Json.Source(seed);
    Projection projection = Projection.parse(document(source.entries()));
    byte[] payload = source.text(source.value(3)).getBytes(StandardCharsets.UTF_8);
    byte[] damaged = payload.clone();
    int at = (int) Math.floorMod(seed, (long) Math.max(1, damaged.length));
    damaged[at] = (byte) (seed >>> 8);

    switch (projection.project(new Event(null, damaged, List.of(), 0))) {
      case Projected.Written(Event event) -> assertThat(Json.read(event.payload())).isNotNull();
      case Projected.Unreadable(String reason) -> assertThat(reason).contains("payload");
    }
  }
}
