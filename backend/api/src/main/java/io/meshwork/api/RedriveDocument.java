package io.meshwork.api;

import io.meshwork.model.JsonText;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A redrive of one link's dead letters, or a repair of it, and how far it is.
 *
 * @param letters only these; empty: all
 * @param filter only those whose events match; {@code null}: all
 * @param through only those refused up to then
 * @param perSecond at most
 * @param startedBy who asked for it
 * @param endedAt when it was done or stopped, {@code null}: it runs
 * @param redriven letters handed on
 * @param refused letters refused again
 * @param left letters to go, {@code null}: not all relays concerned have looked yet
 * @param problem why it does not get on, {@code null}: it does
 * @param ranges of the source that a repair pulls again; empty, or absent: it is of dead letters
 */
public record RedriveDocument(
    UUID id,
    String link,
    State state,
    List<String> letters,
    @Nullable JsonText filter,
    Instant through,
    int perSecond,
    String startedBy,
    Instant startedAt,
    @Nullable Instant endedAt,
    long redriven,
    long refused,
    @Nullable Long left,
    @Nullable String problem,
    @Nullable List<ManifestRedrive.Range> ranges) {
  /** Copies the lists. */
  public RedriveDocument {
    letters = List.copyOf(letters);
    ranges = ranges == null ? List.of() : List.copyOf(ranges);
  }

  /** Never {@code null}. */
  @Override
  public List<ManifestRedrive.Range> ranges() {
    return ranges == null ? List.of() : ranges;
  }

  /** Where a redrive stands. Written in lower case. */
  public enum State {
    /** Relays work at it. */
    RUNNING,
    /** Somebody stopped it; it can be resumed. */
    STOPPED,
    /** Every letter that it is for was handed on or refused again. */
    DONE,
    /** Another was begun while it was stopped. */
    REPLACED
  }
}
