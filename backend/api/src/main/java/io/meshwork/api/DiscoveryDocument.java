package io.meshwork.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a broker holds that is not ours, and what event types it could become.
 *
 * @param broker where
 * @param at when it was looked at
 * @param items by kind and name; ours are not among them
 * @param nextCursor where the next page starts, {@code null}: this was the last
 */
public record DiscoveryDocument(
    String broker, Instant at, List<Item> items, @Nullable String nextCursor) {
  /** Copies the list. */
  public DiscoveryDocument {
    items = List.copyOf(items);
  }

  /** Whose a thing is. Written in lower case. */
  public enum Owner {
    /** Made by others, without any mark of Meshwork. */
    FOREIGN,
    /** Another Meshwork installation's: never proposed. */
    OTHER_INSTALLATION
  }

  /**
   * One thing that could be a channel.
   *
   * @param resource its kind and name in the transport's words, as a plan's {@code adopt} takes it
   * @param owner whose it is
   * @param installation the other installation's id, {@code null}: nobody's mark
   * @param partitions how many, {@code null}: not known
   * @param events that it holds now, {@code null}: not known
   * @param lastDay of those, written in the last 24 hours, {@code null}: not known
   * @param readers the groups that read it
   * @param proposal the event type that it could become, {@code null}: none, for {@code reason}
   * @param reason why nothing is proposed, {@code null}: something is
   */
  public record Item(
      String resource,
      Owner owner,
      @Nullable String installation,
      @Nullable Integer partitions,
      @Nullable Long events,
      @Nullable Long lastDay,
      List<String> readers,
      @Nullable Proposal proposal,
      @Nullable String reason) {
    /** Copies the list. */
    public Item {
      readers = List.copyOf(readers);
    }
  }

  /**
   * An event type to register. Its schema names fields and types; no payload is in it.
   *
   * @param document as it can be applied; without a team where none was asked for
   * @param sampled from how many events its schema was inferred; 0: it accepts everything
   * @param adoptable whether what is there can be taken over with its events: the names agree
   * @param notes what whoever registers it should know
   */
  public record Proposal(
      ResourceDocument document, int sampled, boolean adoptable, List<String> notes) {
    /** Copies the list. */
    public Proposal {
      notes = List.copyOf(notes);
    }
  }
}
