package io.meshwork.projection;

import io.meshwork.model.MeshException;
import io.meshwork.model.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of a payload are handed on, and under which names: a flat JSON object from target
 * pointers to source pointers, such as {@code {"/id": "/order/id"}}.
 *
 * <p>A source's value is copied as it is written, byte for byte, so that numbers keep their digits
 * and texts their escapes. Of a member written twice the last counts. A source that is not there
 * leaves its target out, and objects that would be empty for it; the whole is at least {@code {}}.
 * A source may go into array elements by number; targets make objects only. Compared by identity.
 * Immutable; any thread.
 */
public final class Projection {
  /** The most targets of one projection. */
  public static final int MOST_ENTRIES = 200;

  /** The longest text of one projection, in characters. */
  public static final int MOST_CHARACTERS = 20_000;

  /** The most steps of one pointer. */
  public static final int MOST_STEPS = 64;

  /** The largest payload that comes out: a source may be copied to several targets. */
  public static final long MOST_BYTES = 64L << 20;

  private final List<Entry> entries;
  private final Shape shape;
  private volatile @Nullable Projector alone;

  /**
   * One field.
   *
   * @param target where it goes, {@code ""}: it is the whole payload
   * @param source where it comes from, {@code ""}: the whole payload
   */
  public record Entry(String target, String source) {}

  Projection(List<Entry> entries, Shape shape) {
    this.entries = List.copyOf(entries);
    this.shape = shape;
  }

  /**
   * Reads one.
   *
   * @throws MeshException {@link ProjectionError#INVALID_TRANSFORM} or {@link
   *     ProjectionError#TRANSFORM_LIMIT_EXCEEDED}, with every entry that is at fault
   */
  public static Projection parse(String json) {
    return new ProjectionReader(json).read();
  }

  /** What goes where, as it was written. */
  public List<Entry> entries() {
    return entries;
  }

  /** Projects one event. Of many projections of one event, {@link Projector} parses once. */
  public Projected project(Event event) {
    Projector projector = alone;
    if (projector == null) {
      projector = Projector.of(List.of(this));
      alone = projector;
    }
    return projector.read(event).by(this);
  }

  Shape shape() {
    return shape;
  }
}
