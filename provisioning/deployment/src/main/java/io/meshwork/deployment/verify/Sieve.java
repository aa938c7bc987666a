package io.meshwork.deployment.verify;

import io.meshwork.api.ManifestLink;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.event.Event;
import io.meshwork.pattern.EventPatterns;
import io.meshwork.pattern.EventView;
import io.meshwork.pattern.FilterUnion;
import io.meshwork.pattern.MatchResult;
import io.meshwork.pattern.MatcherIndex;
import io.meshwork.projection.Projected;
import io.meshwork.projection.Projection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A link's filter and transform, as the relay applies them. */
final class Sieve {
  private final EventTypeName eventType;
  private final @Nullable MatcherIndex<LinkId> filtering;
  private final ManifestLink.Undecided undecided;
  private final @Nullable Projection projection;

  Sieve(ManifestLink link) {
    this.eventType = link.eventType();
    this.undecided = link.undecided();
    FilterUnion union = FilterUnion.none();
    for (JsonText text : link.filters()) {
      union = union.with(EventPatterns.parse(text.value()));
    }
    MatcherIndex.Builder<LinkId> index = MatcherIndex.builder();
    index.addExact(link.id(), List.of(eventType), union);
    this.filtering = link.filters().isEmpty() ? null : index.build();
    JsonText transform = link.transform();
    this.projection = transform == null ? null : Projection.parse(transform.value());
  }

  /** Whether it writes other bytes than it reads, and so never hands bundles on undecoded. */
  boolean isProjecting() {
    return projection != null;
  }

  /** What the link makes of an event of its source, {@code null}: its filter holds it back. */
  @Nullable Projected sift(Event event) {
    if (filtering != null) {
      MatchResult<LinkId> result = filtering.match(EventView.of(eventType, event));
      if (result.isEmpty()) {
        ManifestLink.Undecided decision =
            result.undecided().isEmpty() ? ManifestLink.Undecided.HOLD_BACK : undecided;
        switch (decision) {
          case HOLD_BACK -> {
            return null;
          }
          case DEAD_LETTER -> {
            return new Projected.Unreadable(ManifestLink.UNREADABLE);
          }
          case PASS -> {}
        }
      }
    }
    return projection == null ? new Projected.Written(event) : projection.project(event);
  }
}
