package io.meshwork.deployment.trace;

import io.meshwork.model.event.CloudEvents;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Digest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * By what an event is known again at another hop: its source and id, or where it has no id its
 * bytes.
 */
record Likeness(@Nullable String id, @Nullable String source, Digest digest) {
  static Likeness of(Event event) {
    return new Likeness(
        event.header(CloudEvents.ID), event.header(CloudEvents.SOURCE), Digest.of(event));
  }

  boolean isOf(Event event) {
    return id == null
        ? event.header(CloudEvents.ID) == null && digest.equals(Digest.of(event))
        : id.equals(event.header(CloudEvents.ID))
            && Objects.equals(source, event.header(CloudEvents.SOURCE));
  }
}
