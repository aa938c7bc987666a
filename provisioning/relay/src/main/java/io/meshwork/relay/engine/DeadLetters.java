package io.meshwork.relay.engine;

import io.meshwork.api.DeadRecord;
import io.meshwork.api.DeadRecord.Kept;
import io.meshwork.api.ManifestLink;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Received;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes letters for events that a link's target refuses for good. */
final class DeadLetters {
  private DeadLetters() {}

  /** Where the letters of a link that keeps them go. */
  static ChannelAddress channel(Route route) {
    ManifestLink.End dead = route.link().deadLetters();
    return Objects.requireNonNull(dead, "the link keeps letters").channel();
  }

  /** {@code null}: the link keeps none, or none is taken. */
  static @Nullable Event letter(Route route, Received received, Refusal refusal) {
    Kept kept = refusal.kept();
    if (route.link().deadLetters() == null || kept == null) {
      return null;
    }
    return new DeadRecord.Letter(
            new DeadRecord.Origin(
                route.id(),
                received.partition().channel(),
                received.partition().number(),
                received.before().value()),
            refusal.reason(),
            refusal.attempts(),
            refusal.first(),
            refusal.last(),
            kept,
            received.event())
        .toEvent();
  }
}
