package io.meshwork.api;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The way that one event went, hop by hop, and why it is not where it is not. No payload, no key
 * and no header but the id that was asked for is in it.
 *
 * @param eventType of the event
 * @param id that was asked for
 * @param from the event was looked for from this moment on
 * @param to up to this moment
 * @param entries each broker where the event type is published, with what lies behind it
 * @param notes what of the answer holds now rather than then, and what was not looked at
 */
public record TraceDocument(
    String eventType,
    String id,
    Instant from,
    Instant to,
    List<TracedHop> entries,
    List<String> notes) {
  /** Copies. */
  public TraceDocument {
    entries = List.copyOf(entries);
    notes = List.copyOf(notes);
  }

  /** All hops, each before those behind it. */
  public Stream<TracedHop> hops() {
    return entries.stream().flatMap(TracedHop::all);
  }

  /** Whether the event is in an entry channel. */
  public boolean wasFound() {
    return entries.stream().anyMatch(entry -> entry.state() == State.FOUND);
  }

  /** Whether the event is missing somewhere, and nothing explains it. */
  public boolean hasFaults() {
    return hops().anyMatch(hop -> hop.reason() == Reason.UNEXPLAINED);
  }

  /** What a hop is. Written in lower case. */
  public enum Kind {
    /** The channel that publishers write to. */
    ENTRY,
    /** A link to another broker. */
    TRANSFER,
    /** A link into a subscription's channel. */
    DELIVERY,
    /** A subscription that reads the channel before it. */
    DIRECT,
    /** A subscription that nothing leads to. */
    SUBSCRIPTION
  }

  /** Whether the event is there. Written in lower case. */
  public enum State {
    /** It lies there. */
    FOUND,
    /** It does not, and the reason says why. */
    ABSENT,
    /** It cannot be told; the text says why. */
    UNDECIDED
  }

  /** Why an event is not somewhere. Written in lower case with hyphens. */
  public enum Reason {
    /** It is not where publishers write. */
    NOT_PUBLISHED,
    /** It is not at the hop before. */
    NOT_AT_HOP_BEFORE,
    /** No clause lets it pass. */
    HELD_BACK,
    /** The subscription had no grant. */
    NO_GRANT,
    /** The subscription was paused. */
    PAUSED,
    /** The subscription or the link began after it. */
    STARTED_LATER,
    /** Nothing runs there, or not any more. */
    NO_LINK,
    /** The link may lose events. */
    AT_MOST_ONCE,
    /** The link has not come to it yet. */
    NOT_YET,
    /** An operator moved the link's position past it. */
    MOVED_PAST,
    /** It was refused for good. */
    REFUSED,
    /** The channel no longer holds what is so old. */
    RETENTION,
    /** It ought to be there: a fault. */
    UNEXPLAINED
  }

  /**
   * One hop.
   *
   * @param channel its address, {@code null}: the subscription has none
   * @param link that leads into it, {@code null}: none does
   * @param subscription whose it is, {@code null}: shared
   * @param reason of what is absent, else {@code null}
   * @param text in words
   * @param clauses of the filters that are not met; empty unless held back
   * @param next what to do about it, {@code null}: nothing
   * @param places where it lies; several where it lies there more than once
   * @param at when it came there: the commit of the link, else the event's own time; {@code null}:
   *     not known
   * @param afterMillis how long after the hop before, {@code null}: not known
   * @param hops behind this one
   */
  public record TracedHop(
      Kind kind,
      String region,
      String broker,
      @Nullable String channel,
      @Nullable String link,
      @Nullable String subscription,
      State state,
      @Nullable Reason reason,
      String text,
      List<String> clauses,
      @Nullable String next,
      List<TracedPlace> places,
      @Nullable Instant at,
      @Nullable Long afterMillis,
      List<TracedHop> hops) {
    /** Copies. */
    public TracedHop {
      clauses = List.copyOf(clauses);
      places = List.copyOf(places);
      hops = List.copyOf(hops);
    }

    /** This and all behind it. */
    Stream<TracedHop> all() {
      return Stream.concat(Stream.of(this), hops.stream().flatMap(TracedHop::all));
    }
  }

  /**
   * Where an event lies.
   *
   * @param position the broker's own
   * @param timestamp the event's, as the broker holds it
   */
  public record TracedPlace(int partition, String position, Instant timestamp) {}
}
