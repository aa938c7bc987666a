package io.meshwork.relay.engine;

import io.meshwork.model.LinkId;
import java.time.Duration;

/** The transaction was aborted and is to be tried again; the connections are sound. */
final class Postponed extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient LinkId link;
  private final Duration after;

  Postponed(LinkId link, Duration after, String reason) {
    super(reason, null, false, false);
    this.link = link;
    this.after = after;
  }

  /** Whose write it was. */
  LinkId link() {
    return link;
  }

  /** Not before; zero: at once. */
  Duration after() {
    return after;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
