package io.meshwork.api;

import io.meshwork.model.LinkId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one relay does for one redrive. Counts come from the marks in the dead-letter channel, so
 * that whoever takes a slot over goes on counting.
 *
 * @param id of the redrive
 * @param slots those that the relay has, and has looked through
 * @param problem why it does not get on, {@code null}: it does
 */
public record RedriveReport(UUID id, LinkId link, List<Slot> slots, @Nullable String problem) {
  /** Copies the slots. */
  public RedriveReport {
    slots = List.copyOf(slots);
  }

  /**
   * The share of one slot.
   *
   * @param redriven letters that the target took
   * @param refused letters that it refused again
   * @param left letters to go; 0: this slot is done
   */
  public record Slot(int slot, long redriven, long refused, long left) {}
}
