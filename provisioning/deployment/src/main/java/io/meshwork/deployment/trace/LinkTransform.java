package io.meshwork.deployment.trace;

import io.meshwork.model.JsonText;
import io.meshwork.model.event.Event;
import io.meshwork.planner.DesiredLink;
import io.meshwork.projection.Projected;
import io.meshwork.projection.Projection;

/** What a link's transform makes of an event. */
final class LinkTransform {
  private LinkTransform() {}

  /** As it is written by the link. */
  static Projected of(DesiredLink link, Event event) {
    JsonText transform = link.transform();
    return transform == null
        ? new Projected.Written(event)
        : Projection.parse(transform.value()).project(event);
  }

  /** By what it is known again behind the link; what cannot be projected is not there anyway. */
  static Likeness likeness(DesiredLink link, Event event) {
    return switch (of(link, event)) {
      case Projected.Written(Event written) -> Likeness.of(written);
      case Projected.Unreadable _ -> Likeness.of(event);
    };
  }
}
