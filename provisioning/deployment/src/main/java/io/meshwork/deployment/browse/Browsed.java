package io.meshwork.deployment.browse;

import io.meshwork.model.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look at channels found.
 *
 * @param events newest first; empty for who may not see payloads
 * @param payloadsVisible whether the actor may see payloads
 * @param channels each channel looked at
 * @param examples the event type's published ones, for who may not see payloads
 */
public record Browsed(
    List<BrowsedEvent> events,
    boolean payloadsVisible,
    List<Channel> channels,
    List<JsonText> examples) {
  /** Copies the lists. */
  public Browsed {
    events = List.copyOf(events);
    channels = List.copyOf(channels);
    examples = List.copyOf(examples);
  }

  /**
   * One channel.
   *
   * @param retained events that it holds now, {@code null}: not known
   * @param problem why it could not be read, {@code null}: it was
   */
  public record Channel(
      String broker, String address, @Nullable Long retained, @Nullable String problem) {}
}
