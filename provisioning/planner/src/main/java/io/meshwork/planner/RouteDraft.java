package io.meshwork.planner;

import io.meshwork.model.LinkId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A route while its origins are laid one after the other. */
final class RouteDraft {
  private final Wish wish;
  private final Set<LinkId> links = new LinkedHashSet<>();
  private final List<LinkEnd> reads = new ArrayList<>();
  private @Nullable LinkEnd own;
  private @Nullable LinkEnd dead;

  RouteDraft(Wish wish) {
    this.wish = wish;
  }

  /** The subscription has a channel of its own, and perhaps one for what that refuses. */
  void into(LinkEnd channel, @Nullable LinkEnd deadLetters) {
    own = channel;
    dead = deadLetters;
    reads.add(channel);
  }

  void pass(LinkId link) {
    links.add(link);
  }

  void read(LinkEnd channel) {
    reads.add(channel);
  }

  /** The subscription's own channel. */
  LinkEnd target() {
    if (own == null) {
      throw new IllegalStateException(wish.key() + " reads directly");
    }
    return own;
  }

  /** Where what the own channel refuses goes, {@code null}: nowhere. */
  @Nullable LinkEnd dead() {
    return dead;
  }

  Route route() {
    reads.sort(Comparator.comparing(LinkEnd::address));
    return new Route(
        wish.key(),
        wish.station().name(),
        wish.application(),
        wish.principal(),
        own == null ? Route.Mode.DIRECT : Route.Mode.CHANNEL,
        List.copyOf(links),
        reads,
        wish.isPaused());
  }
}
