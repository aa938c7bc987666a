package io.meshwork.projection;

import io.meshwork.model.event.Event;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Many projections, compiled together: a payload is parsed once for all. Immutable; any thread. */
public final class Projector {
  private final SourceTree tree;
  private final Map<Projection, int[]> ids = new HashMap<>();

  private Projector(Collection<Projection> projections) {
    Set<Pointer> sources = new LinkedHashSet<>();
    projections.forEach(each -> sources.addAll(each.shape().sources()));
    this.tree = new SourceTree(sources);
    for (Projection each : projections) {
      ids.put(each, each.shape().sources().stream().mapToInt(tree::id).toArray());
    }
  }

  /** For these. */
  public static Projector of(Collection<Projection> projections) {
    return new Projector(projections);
  }

  /** An event to be projected; its payload is parsed when it first is. */
  public Reading read(Event event) {
    return new Reading(this, event);
  }

  SourceTree tree() {
    return tree;
  }

  int[] ids(Projection projection) {
    int[] known = ids.get(projection);
    if (known == null) {
      throw new IllegalArgumentException("The projector was not made for this projection.");
    }
    return known;
  }
}
