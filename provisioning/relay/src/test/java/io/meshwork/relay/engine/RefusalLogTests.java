package io.meshwork.relay.engine;

import static io.meshwork.relay.engine.LinkBuilder.aLink;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import io.meshwork.relay.figures.Figures;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusalLogTests {
  private static final SourcePartition PARTITION =
      new SourcePartition(new ChannelAddress("orders"), 0);

  private final Figures figures = new Figures(Clock.systemUTC());
  private final Route one = route("one");
  private final Route other = route("other");
  private final List<String> said = new ArrayList<>();
  private long now = 1;
  private final RefusalLog log =
      new RefusalLog(
          () -> now,
          (route, told) ->
              said.add(
                  "%s: %d, last %s, %s"
                      .formatted(route.id(), told.events(), told.position(), told.reason())));

  private Route route(String id) {
    var link = aLink(id).build();
    return new Route(link, figures.of(link), new Rates(() -> now).of(link));
  }

  private void refuse(Route route, int position) {
    Event event = new Event(null, new byte[0], List.of(), 0);
    log.refused(
        route,
        new Received(
            PARTITION,
            new Position(Integer.toString(position)),
            new Position(Integer.toString(position + 1)),
            event),
        "too large");
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void saysTheFirstOfEachLinkAtOnceAndThenHowManyThereWere() {
    for (int position = 0; position < 10_000; position++) {
      refuse(one, position);
    }
    refuse(other, 7);
    log.lookAround();
    assertThat(said).containsExactly("one: 1, last 0, too large", "other: 1, last 7, too large");

    pass(Duration.ofSeconds(5));
    log.lookAround();
    assertThat(said).hasSize(3).last().isEqualTo("one: 9999, last 9999, too large");
  }

  @Test
  void saysAgainAtOnceWhatComesAfterAWhile() {
    refuse(one, 0);
    pass(Duration.ofSeconds(6));
    refuse(one, 1);

    assertThat(said).containsExactly("one: 1, last 0, too large", "one: 1, last 1, too large");
  }

  @Test
  void saysNothingTwice() {
    refuse(one, 0);
    pass(Duration.ofSeconds(6));
    log.lookAround();
    pass(Duration.ofSeconds(6));
    log.lookAround();

    assertThat(said).hasSize(1);
  }
}
