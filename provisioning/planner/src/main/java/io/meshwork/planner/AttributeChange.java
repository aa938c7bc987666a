package io.meshwork.planner;

import io.meshwork.transport.spi.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One attribute that differs; {@code null} where it is absent before or after. */
public record AttributeChange(String name, @Nullable String before, @Nullable String after) {
  /** What differs between two shapes of a resource, by name. */
  static List<AttributeChange> between(Resource from, Resource to) {
    TreeSet<String> names = new TreeSet<>(from.attributes().keySet());
    names.addAll(to.attributes().keySet());
    List<AttributeChange> changes = new ArrayList<>();
    for (String name : names) {
      String before = from.attributes().get(name);
      String after = to.attributes().get(name);
      if (!Objects.equals(before, after)) {
        changes.add(new AttributeChange(name, before, after));
      }
    }
    return List.copyOf(changes);
  }
}
