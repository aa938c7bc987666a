package io.meshwork.api;

import io.meshwork.api.VerificationDocument.Range;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far continuous verification of a link is, and what it found. No payload and no key is in it.
 *
 * @param link which
 * @param perSecond events that are compared a second, over all links; 0: it is off
 * @param since what was committed before was not looked at; {@code null}: nothing was looked at yet
 * @param through what was committed before is verified
 * @param secondsBehind how long ago that is
 * @param eventsBehind events at the source that are not verified, those not yet moved included
 * @param counts what was verified since then
 * @param findings what differs and ought not to: all open ones, at most 200, and the newest others
 * @param open how many are open, also those that are not named
 * @param leftOut stretches that are gone, so that they are never verified: the newest 20
 * @param runAt when it was last looked at
 * @param failed how often a look failed so far
 * @param problem why the last look failed; {@code null}: it did not
 */
public record StandingDocument(
    String link,
    int perSecond,
    @Nullable Instant since,
    @Nullable Instant through,
    double secondsBehind,
    long eventsBehind,
    Tally counts,
    List<KeptFinding> findings,
    long open,
    List<Unverified> leftOut,
    @Nullable Instant runAt,
    long failed,
    @Nullable String problem) {
  /** Copies the lists. */
  public StandingDocument {
    findings = List.copyOf(findings);
    leftOut = List.copyOf(leftOut);
  }

  /** Whether somebody must look at it. */
  public boolean hasFindings() {
    return open > 0;
  }

  /**
   * How many events, as their crossings say.
   *
   * @param events read by the link: passed, filtered or refused
   * @param compared of those passed, compared event by event
   * @param counted of those passed, compared by number and digest
   * @param leftOut of those passed, never verified: the target no longer holds them, or nobody
   *     knows what their crossings told
   * @param unreadable of those passed, not compared: the target did not show them, or it was not
   *     written where they went
   * @param allowed that differ as the link's class allows: twice at-least-once, lost at-most-once
   * @param explained what differs as somebody ordered it
   */
  public record Tally(
      long events,
      long compared,
      long counted,
      long leftOut,
      long unreadable,
      long allowed,
      long explained) {
    /** Of nothing. */
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Tally plus(Tally more) {
      return new Tally(
          events + more.events,
          compared + more.compared,
          counted + more.counted,
          leftOut + more.leftOut,
          unreadable + more.unreadable,
          allowed + more.allowed,
          explained + more.explained);
    }
  }

  /** What became of a finding. Written in lower case. */
  public enum State {
    /** Somebody must look at it. */
    OPEN,
    /** It was repaired, and what was pulled again is at the target. */
    RESOLVED,
    /** Somebody said why it may stay. */
    DISMISSED
  }

  /**
   * A finding that is kept.
   *
   * @param closedBy who dismissed it or ordered the repair; {@code null}: it is open
   * @param reason why it may stay, or what was found when it was looked at again
   */
  public record KeptFinding(
      UUID id,
      State state,
      VerificationDocument.Finding finding,
      Instant foundAt,
      @Nullable Instant closedAt,
      @Nullable String closedBy,
      @Nullable String reason) {}

  /**
   * A stretch of the source that is never verified.
   *
   * @param events how many passed there, as far as it is known
   * @param at when the last of it was committed
   */
  public record Unverified(Range source, long events, Instant at) {}
}
