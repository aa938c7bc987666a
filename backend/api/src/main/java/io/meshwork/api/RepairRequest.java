package io.meshwork.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which ranges of a link's source to pull again, and how fast.
 *
 * @param ranges as verification named them
 * @param perSecond events a second; absent: 100
 */
public record RepairRequest(List<ManifestRedrive.Range> ranges, @Nullable Integer perSecond) {
  /** Copies the ranges. */
  public RepairRequest {
    ranges = List.copyOf(ranges);
  }
}
