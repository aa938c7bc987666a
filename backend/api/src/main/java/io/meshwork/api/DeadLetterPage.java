package io.meshwork.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dead letters of one link, newest first.
 *
 * @param channel where they lie, {@code null}: the link keeps none, what is refused is only counted
 * @param since letters refused from then on were looked at
 * @param waiting how many of those wait
 * @param redriven how many of those were handed on
 * @param letters some of them
 * @param next ask for those before this moment to go on, {@code null}: there are no more
 * @param complete whether everything since then was read; else there was too much, or no time
 * @param payloadsVisible whether the caller may see events themselves
 */
public record DeadLetterPage(
    @Nullable String channel,
    Instant since,
    long waiting,
    long redriven,
    List<DeadLetterDocument> letters,
    @Nullable Instant next,
    boolean complete,
    boolean payloadsVisible) {
  /** Copies the letters. */
  public DeadLetterPage {
    letters = List.copyOf(letters);
  }
}
