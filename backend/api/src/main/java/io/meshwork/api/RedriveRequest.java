package io.meshwork.api;

import io.meshwork.model.JsonText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters to hand on, and how fast.
 *
 * @param letters only these, by id; absent or empty: all
 * @param filter an event pattern: only letters whose events match; absent: all
 * @param perSecond letters a second; absent: 100
 */
public record RedriveRequest(
    @Nullable List<String> letters, @Nullable JsonText filter, @Nullable Integer perSecond) {
  /** Copies the ids. */
  public RedriveRequest {
    letters = letters == null ? null : List.copyOf(letters);
  }
}
