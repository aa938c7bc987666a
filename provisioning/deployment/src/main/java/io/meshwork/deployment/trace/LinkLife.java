package io.meshwork.deployment.trace;

import io.meshwork.planner.DesiredLink;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a link was over a time, as the manifests of one region said.
 *
 * @param stretches oldest first, the last one holds now; never empty
 * @param certain whether every change joins what was before it to what came after
 */
record LinkLife(List<Stretch> stretches, boolean certain) {
  /** Copies. */
  LinkLife {
    stretches = List.copyOf(stretches);
  }

  /**
   * A time without change.
   *
   * @param from its beginning; of the first one: no later than the time that is looked at
   * @param link {@code null}: there was none
   */
  record Stretch(Instant from, @Nullable DesiredLink link) {}

  /** What it was at a moment. */
  @Nullable DesiredLink at(Instant moment) {
    DesiredLink found = stretches.getFirst().link();
    for (Stretch stretch : stretches.subList(1, stretches.size())) {
      if (stretch.from().isAfter(moment)) {
        break;
      }
      found = stretch.link();
    }
    return found;
  }

  /** What it is now. */
  @Nullable DesiredLink now() {
    return stretches.getLast().link();
  }

  /** All that it was from one moment to another, each once. */
  List<DesiredLink> between(Instant from, Instant to) {
    List<DesiredLink> found = new ArrayList<>();
    for (int i = 0; i < stretches.size(); i++) {
      DesiredLink link = stretches.get(i).link();
      boolean begun = !stretches.get(i).from().isAfter(to) || i == 0;
      boolean ended = i + 1 < stretches.size() && !stretches.get(i + 1).from().isAfter(from);
      if (link != null && begun && !ended && !found.contains(link)) {
        found.add(link);
      }
    }
    return found;
  }

  /** When it came after a moment at which it was not there; {@code null}: it was, or never came. */
  @Nullable Instant cameAfter(Instant moment) {
    if (at(moment) != null) {
      return null;
    }
    return stretches.stream()
        .filter(stretch -> stretch.link() != null && stretch.from().isAfter(moment))
        .map(Stretch::from)
        .findFirst()
        .orElse(null);
  }

  /** When it went, {@code null}: it is there. */
  @Nullable Instant went() {
    return now() != null ? null : stretches.getLast().from();
  }

  /** The link as it was at the moment, or as it came first after, or as it was last before. */
  DesiredLink shown(Instant moment) {
    DesiredLink then = at(moment);
    if (then != null) {
      return then;
    }
    return stretches.stream()
        .map(Stretch::link)
        .filter(Objects::nonNull)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("A life of no link"));
  }

  /** Put together backwards, from what is now. */
  static final class Back {
    private final Deque<Stretch> stretches = new ArrayDeque<>();
    private @Nullable DesiredLink earliest;
    private boolean certain = true;

    Back(@Nullable DesiredLink now) {
      earliest = now;
    }

    /** Before the changes taken so far it was changed. */
    void changed(Instant at, @Nullable DesiredLink before, @Nullable DesiredLink after) {
      certain &= Objects.equals(after, earliest);
      stretches.addFirst(new Stretch(at, after));
      earliest = before;
    }

    /** All, from a moment on; {@code whole}: no change since was left out. */
    LinkLife since(Instant moment, boolean whole) {
      stretches.addFirst(new Stretch(moment, earliest));
      return new LinkLife(new ArrayList<>(stretches), certain && whole);
    }
  }
}
