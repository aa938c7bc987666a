package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestLink;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.event.Event;
import io.meshwork.pattern.EventPatterns;
import io.meshwork.pattern.EventView;
import io.meshwork.pattern.FilterUnion;
import io.meshwork.pattern.MatcherIndex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A link's filter, as the relay applies it. */
final class Sieve {
  private final EventTypeName eventType;
  private final @Nullable MatcherIndex<LinkId> filtering;

  Sieve(ManifestLink link) {
    this.eventType = link.eventType();
    FilterUnion union = FilterUnion.none();
    for (JsonText text : link.filters()) {
      union = union.with(EventPatterns.parse(text.value()));
    }
    MatcherIndex.Builder<LinkId> index = MatcherIndex.builder();
    index.addExact(link.id(), List.of(eventType), union);
    this.filtering = link.filters().isEmpty() ? null : index.build();
  }

  boolean passes(Event event) {
    return filtering == null
        || !filtering.match(EventView.of(eventType, event)).subscribers().isEmpty();
  }
}
