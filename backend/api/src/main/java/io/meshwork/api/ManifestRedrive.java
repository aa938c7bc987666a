package io.meshwork.api;

import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order to hand dead letters of one link to its target again.
 *
 * @param id of the order; what is done for it is marked with it
 * @param link whose letters
 * @param letters only these, by their ids; empty: all
 * @param filter an event pattern, of the letters only those whose events match; {@code null}: all
 * @param through only letters that were refused up to then
 * @param perSecond how many letters a second at most, over all of the link's relays
 */
public record ManifestRedrive(
    UUID id,
    LinkId link,
    List<String> letters,
    @Nullable JsonText filter,
    Instant through,
    int perSecond) {
  /** Copies the ids. */
  public ManifestRedrive {
    letters = List.copyOf(letters);
  }
}
