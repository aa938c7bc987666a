package io.meshwork.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What bringing a subscription the earlier events that its filter takes now would mean, or means.
 *
 * @param from since when: {@code earliest}, or a time
 * @param links into the subscription's channels
 * @param refusal why it is not done, in words; {@code null}: nothing speaks against it
 */
public record BackfillDocument(
    String subscription, String from, List<Link> links, @Nullable String refusal) {
  /** Copies the links. */
  public BackfillDocument {
    links = List.copyOf(links);
  }

  /**
   * One link.
   *
   * @param move the number of the position move that was ordered, {@code null}: none
   * @param partitions of its source that have events to look at again
   */
  public record Link(String link, @Nullable Long move, List<Stretch> partitions) {
    /** Copies the partitions. */
    public Link {
      partitions = List.copyOf(partitions);
    }
  }

  /**
   * What is looked at again of one source partition. What was let pass before is left out.
   *
   * @param position where that begins
   * @param events how many were read with other filters than the present one, or not at all; those
   *     of them that the present filter takes and no earlier one took are brought
   */
  public record Stretch(int partition, String position, long events) {}

  /** Events to look at, over all links. */
  public long events() {
    return links.stream()
        .flatMap(link -> link.partitions().stream())
        .mapToLong(Stretch::events)
        .sum();
  }
}
