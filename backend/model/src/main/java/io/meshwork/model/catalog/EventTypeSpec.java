package io.meshwork.model.catalog;

import io.meshwork.model.DataSize;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.ModelError;
import java.time.Duration;
import java.util.*;
import org.jspecify.annotations.Nullable;

/**
 * A named kind of event. Partitions and retention are equal on every broker that has it.
 *
 * @param title a short line for people, may be empty
 * @param schema the newest version
 * @param compatibility which versions may follow
 * @param key JSON pointer into the payload that orders events, {@code null}: unkeyed
 * @param partitions 1 to 1000
 * @param retention how long channels keep events
 * @param retainedSize how many bytes a channel's partition keeps at most, {@code null}: as many as
 *     its retention needs
 * @param maxSize the largest event
 * @param delivery the strongest class that a subscription may ask for
 * @param classification how sensitive
 * @param visibility who finds it
 * @param access how grants come about
 * @param routing how far events travel
 * @param residency where it may be stored; empty means anywhere
 * @param examples events to try filters on, as CloudEvents JSON or payloads
 * @param successorOf the type that it replaces
 * @param lifecycle where it stands
 * @param sunset when a deprecated type ends
 * @param pins the schema version per environment; none means the newest
 */
public record EventTypeSpec(
    String title,
    SchemaSpec schema,
    Compatibility compatibility,
    @Nullable String key,
    int partitions,
    Duration retention,
    @Nullable DataSize retainedSize,
    DataSize maxSize,
    DeliveryClass delivery,
    Classification classification,
    Visibility visibility,
    Access access,
    Routing routing,
    Set<Jurisdiction> residency,
    List<JsonText> examples,
    @Nullable EventTypeName successorOf,
    Lifecycle lifecycle,
    @Nullable Sunset sunset,
    Map<Environment, Integer> pins)
    implements Spec {
  /** The most partitions that an event type may have. */
  public static final int MAX_PARTITIONS = 1000;

  /** Checks the ranges, then copies the collections. */
  public EventTypeSpec {
    if (partitions < 1 || partitions > MAX_PARTITIONS) {
      throw new MeshException(
          ModelError.INVALID_VALUE,
          "partitions is %d; it must be between 1 and %d.".formatted(partitions, MAX_PARTITIONS));
    }
    if (retention.isNegative() || retention.isZero()) {
      throw new MeshException(
          ModelError.INVALID_VALUE,
          "retention is %s; it must be longer than nothing, such as 'P7D'.".formatted(retention));
    }
    if (maxSize.bytes() == 0) {
      throw new MeshException(
          ModelError.INVALID_VALUE, "maxSize is 0; it must be more, such as '1MiB'.");
    }
    if ((lifecycle == Lifecycle.DEPRECATED) != (sunset != null)) {
      throw new MeshException(
          ModelError.INVALID_VALUE,
          "A deprecated event type has a sunset, and only a deprecated one: lifecycle is %s."
              .formatted(lifecycle));
    }
    residency = Set.copyOf(residency);
    examples = List.copyOf(examples);
    pins = Map.copyOf(pins);
  }
}
