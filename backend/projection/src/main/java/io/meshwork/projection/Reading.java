package io.meshwork.projection;

import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;

/** One event, parsed at most once however often it is projected. One thread. */
public final class Reading {
  /** The attribute that names a schema, which a projected payload no longer follows. */
  private static final String DATA_SCHEMA = "ce_dataschema";

  private final Projector projector;
  private final Event event;
  private @Nullable Cuts cuts;
  private @Nullable String fault;
  private @Nullable List<Header> headers;

  Reading(Projector projector, Event event) {
    this.projector = projector;
    this.event = event;
  }

  /**
   * The event by one of the projector's projections. One without payload, or with an empty one, has
   * nothing to project and stays as it is.
   */
  public Projected by(Projection projection) {
    byte[] payload = event.payload();
    if (payload == null || payload.length == 0) {
      return new Projected.Written(event);
    }
    Cuts found = cuts(payload);
    if (found == null) {
      return new Projected.Unreadable(String.valueOf(fault));
    }
    int[] ids = projector.ids(projection);
    long most = projection.shape().most(found, ids);
    if (most > Projection.MOST_BYTES) {
      return new Projected.Unreadable(
          "the projected payload would have %d bytes; at most %d are made"
              .formatted(most, Projection.MOST_BYTES));
    }
    byte[] projected = projection.shape().fill(found, ids);
    return projected == null
        ? new Projected.Unreadable(
            "the payload holds nothing at '%s', which the transform makes the whole payload"
                .formatted(projection.entries().getFirst().source()))
        : new Projected.Written(new Event(event.key(), projected, headers(), event.timestamp()));
  }

  private @Nullable Cuts cuts(byte[] payload) {
    if (cuts == null && fault == null) {
      try {
        cuts = projector.tree().read(payload);
      } catch (StreamConstraintsException e) {
        fault =
            "the payload goes beyond what is read as JSON: objects and arrays at most 500 deep inside each other, numbers of at most 1000 digits, names of at most 50000 characters";
      } catch (JacksonException e) {
        TokenStreamLocation at = e.getLocation();
        fault =
            at == null
                ? "the payload is not JSON in UTF-8, which the transform needs"
                : "the payload is not JSON in UTF-8, which the transform needs (line %d, column %d)"
                    .formatted(at.getLineNr(), at.getColumnNr());
      }
    }
    return cuts;
  }

  private List<Header> headers() {
    List<Header> kept = headers;
    if (kept == null) {
      kept =
          event.headers().stream()
              .filter(header -> !header.name().equalsIgnoreCase(DATA_SCHEMA))
              .toList();
      headers = kept;
    }
    return kept;
  }
}
