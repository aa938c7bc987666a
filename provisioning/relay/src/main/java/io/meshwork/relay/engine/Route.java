package io.meshwork.relay.engine;

import io.meshwork.api.ManifestLink;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.pattern.EventPatterns;
import io.meshwork.pattern.FilterUnion;
import io.meshwork.relay.figures.LinkFigures;
import org.jspecify.annotations.Nullable;

/** A link ready to run. Compared by identity; a link that has not changed keeps its route. */
final class Route {
  private final ManifestLink link;
  private final FilterUnion filter;
  private final LinkFigures figures;
  private final boolean keepsPartition;

  Route(ManifestLink link, LinkFigures figures) {
    this.link = link;
    this.figures = figures;
    this.filter = filterOf(link);
    this.keepsPartition = link.from().partitions() == link.to().partitions();
  }

  private static FilterUnion filterOf(ManifestLink link) {
    if (link.filters().isEmpty()) {
      return FilterUnion.all();
    }
    FilterUnion union = FilterUnion.none();
    for (JsonText text : link.filters()) {
      union = union.with(EventPatterns.parse(text.value()));
    }
    return union;
  }

  /** Whether positions are committed before events are written, so that none is written twice. */
  boolean commitsFirst() {
    return link.delivery() == DeliveryClass.AT_MOST_ONCE;
  }

  LinkId id() {
    return link.id();
  }

  ManifestLink link() {
    return link;
  }

  FilterUnion filter() {
    return filter;
  }

  LinkFigures figures() {
    return figures;
  }

  /** The partition to write to, {@code null}: by key. */
  @Nullable Integer targetPartition(int sourcePartition) {
    return keepsPartition && sourcePartition < link.to().partitions() ? sourcePartition : null;
  }
}
