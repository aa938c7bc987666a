package io.meshwork.api;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison of a link's source and target found, over what both retain. No payload and no
 * key is in it.
 *
 * @param link which
 * @param delivery the class that the link promises
 * @param from crossings from this moment on were verified
 * @param to crossings before this moment were verified
 * @param asked the moment that verification goes to in all
 * @param next where to go on since there was no time for more, {@code null}: all of it was verified
 * @param counts how much was compared, and how
 * @param findings what differs, at most 200, in the order of the crossings
 * @param moreFindings how many more differ
 */
public record VerificationDocument(
    String link,
    String delivery,
    Instant from,
    Instant to,
    Instant asked,
    @Nullable Instant next,
    Counts counts,
    List<Finding> findings,
    long moreFindings) {
  /** Copies the findings. */
  public VerificationDocument {
    findings = List.copyOf(findings);
  }

  /** This, and what was found when going on from {@code next}. */
  public VerificationDocument with(VerificationDocument more) {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(more.findings);
    return new VerificationDocument(
        link,
        delivery,
        from,
        more.to,
        asked,
        more.next,
        counts.plus(more.counts),
        all,
        moreFindings + more.moreFindings);
  }

  /** Whether something differs that the link's class does not allow. */
  public boolean hasViolations() {
    return moreFindings > 0 || findings.stream().anyMatch(finding -> !finding.allowed());
  }

  /**
   * How much was compared, and how.
   *
   * @param crossings commits of the link, one for each source partition that they moved
   * @param passed events that they say were written
   * @param filtered events that they say the filter held back
   * @param refused events that they say were refused for good
   * @param compared of those passed, compared event by event with the source
   * @param counted of those passed, compared with the crossing only, by number and digest: the
   *     source no longer holds them, or the filter was another
   * @param notRetained of those passed, not compared: the target no longer holds them
   * @param unreadable of those passed, not compared: the target does not show them yet, or it was
   *     not written where they went
   */
  public record Counts(
      long crossings,
      long passed,
      long filtered,
      long refused,
      long compared,
      long counted,
      long notRetained,
      long unreadable) {
    /** Of nothing. */
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0);

    /** Both together. */
    public Counts plus(Counts more) {
      return new Counts(
          crossings + more.crossings,
          passed + more.passed,
          filtered + more.filtered,
          refused + more.refused,
          compared + more.compared,
          counted + more.counted,
          notRetained + more.notRetained,
          unreadable + more.unreadable);
    }
  }

  /** What can differ. Written in lower case. */
  public enum Difference {
    /** A stretch of the source that no crossing accounts for: never read, or never told. */
    HOLE,
    /** A stretch of the source that two crossings account for: read twice. */
    OVERLAP,
    /** Passed at the source, not there at the target. */
    MISSING,
    /** At the target more often than at the source. */
    DUPLICATED,
    /** At the target, and nothing of the kind at the source. */
    FOREIGN,
    /** As many events at the target as there ought to be, but not the same. */
    DIFFERENT
  }

  /**
   * One difference.
   *
   * @param difference what
   * @param allowed whether the link's class allows it, or what somebody ordered explains it
   * @param events how many
   * @param source where at the source, {@code null}: it has no place there
   * @param target where at the target, {@code null}: it has no place there
   * @param at when the crossing was written
   * @param text in words
   * @param repairable whether all that the link takes of the source's stretch is missing at the
   *     target, so that pulling it again brings just that; absent: no
   * @param explanation what was ordered that explains it, in words; {@code null}: nothing
   */
  public record Finding(
      Difference difference,
      boolean allowed,
      long events,
      @Nullable Range source,
      @Nullable Range target,
      Instant at,
      String text,
      @Nullable Boolean repairable,
      @Nullable String explanation) {
    /** Whether pulling the source's stretch again brings just what is missing. */
    public boolean canBeRepaired() {
      return source != null && Boolean.TRUE.equals(repairable);
    }
  }

  /**
   * A stretch of one partition.
   *
   * @param from the position of its first event
   * @param to at the source the position behind its last event; at the target the position of it
   */
  public record Range(String channel, int partition, String from, String to) {}

  /**
   * One commit of the link for one source partition.
   *
   * @param source what was read
   * @param passed how many events were written
   * @param filtered how many the filter held back
   * @param refused how many were refused for good
   * @param forwarded how many of those written went undecoded
   * @param targets where they went
   * @param at when, by the relay's clock
   */
  public record Passed(
      Range source,
      long passed,
      long filtered,
      long refused,
      long forwarded,
      List<Range> targets,
      Instant at) {
    /** Copies the targets. */
    public Passed {
      targets = List.copyOf(targets);
    }
  }
}
