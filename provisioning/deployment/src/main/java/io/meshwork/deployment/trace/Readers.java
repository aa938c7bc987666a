package io.meshwork.deployment.trace;

import io.meshwork.model.MeshException;
import io.meshwork.planner.Route;
import io.meshwork.transport.spi.ConsumerGroup;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Received;
import java.util.List;

/** How far those have read who read an event type's channels themselves. */
final class Readers {
  private Readers() {}

  /** Of an event that lies in the channel: it can be read, and perhaps was. */
  static Verdict verdict(Route route, Source source, Sights sights) {
    String group = route.consumerGroup();
    try {
      Sight sight = sights.of(source.channel().broker());
      List<ConsumerGroup> groups =
          sight.consumers(source.channel().address()).stream()
              .filter(each -> each.name().equals(group) || each.name().startsWith(group + "."))
              .toList();
      if (groups.isEmpty()) {
        return Verdict.found(
            "It can be read there; no consumer group named '%s', or so with a dot and more behind it, has committed anything."
                .formatted(group));
      }
      long lag = groups.stream().mapToLong(ConsumerGroup::lag).max().orElse(0);
      return Verdict.found(
          lag <= behind(sight, source)
              ? "It can be read there, and group '%s' has read past it.".formatted(group)
              : "It can be read there; group '%s' is %d events behind, and whether this is one of them cannot be told."
                  .formatted(group, lag));
    } catch (MeshException e) {
      return Verdict.found(
          "It can be read there; how far group '%s' has read cannot be told: %s"
              .formatted(group, e.text()));
    }
  }

  /** How many events of its partition lie behind it. */
  private static long behind(Sight sight, Source source) {
    Received last = source.places().getLast();
    return sight.ask(
        end -> {
          Position until = end.ends(source.channel().address()).get(last.partition());
          return until == null ? 0 : end.distance(last.partition(), last.after(), until);
        });
  }
}
