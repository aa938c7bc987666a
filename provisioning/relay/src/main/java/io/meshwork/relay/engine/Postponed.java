package io.meshwork.relay.engine;

import io.meshwork.model.LinkId;
import java.time.Duration;
import java.util.Set;

/** The transaction was aborted and is to be tried again; the connections are sound. */
final class Postponed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Set<LinkId> links;
  private final transient Set<LinkId> others;
  private final Duration after;

  Postponed(Set<LinkId> links, Set<LinkId> others, Duration after, String reason) {
    super(reason, null, false, false);
    this.links = Set.copyOf(links);
    this.others = Set.copyOf(others);
    this.after = after;
  }

  /** Of one link, whose transaction had not begun. */
  Postponed(LinkId link, Duration after, String reason) {
    this(Set.of(link), Set.of(), after, reason);
  }

  /** Whose writes it was. */
  Set<LinkId> links() {
    return links;
  }

  /** Whether more links than one had events in the transaction, and all of them failed. */
  boolean isOfAll() {
    return links.size() > 1 && others.isEmpty();
  }

  /** Not before; zero: at once. */
  Duration after() {
    return after;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
