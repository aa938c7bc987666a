package io.meshwork.api;

import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An order to hand dead letters of one link to its target again, or ranges of its source that are
 * missing there.
 *
 * @param id of the order; what is done for it is marked with it
 * @param link whose letters
 * @param letters only these, by their ids; empty: all
 * @param filter an event pattern, of the letters only those whose events match; {@code null}: all
 * @param through only letters that were refused up to then
 * @param perSecond how many letters, or events, a second at most, over all of the link's relays
 * @param ranges to be pulled from the source again; empty, or absent: dead letters are meant
 */
public record ManifestRedrive(
    UUID id,
    LinkId link,
    List<String> letters,
    @Nullable JsonText filter,
    Instant through,
    int perSecond,
    @Nullable List<Range> ranges) {
  /** What a relay must know to run a manifest that has such ranges. */
  public static final String REPAIRS = "repairs";

  /** Copies the lists. */
  public ManifestRedrive {
    letters = List.copyOf(letters);
    ranges = ranges == null ? List.of() : List.copyOf(ranges);
  }

  /** Of dead letters. */
  public ManifestRedrive(
      UUID id,
      LinkId link,
      List<String> letters,
      @Nullable JsonText filter,
      Instant through,
      int perSecond) {
    this(id, link, letters, filter, through, perSecond, List.of());
  }

  /** Never {@code null}. */
  @Override
  public List<Range> ranges() {
    return ranges == null ? List.of() : ranges;
  }

  /**
   * A stretch of one source partition, in the order of the source among those of its partition.
   *
   * @param from the position of its first event
   * @param to the position behind its last
   */
  public record Range(int partition, String from, String to) {}
}
