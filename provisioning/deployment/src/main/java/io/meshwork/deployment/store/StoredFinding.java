package io.meshwork.deployment.store;

import io.meshwork.api.StandingDocument.State;
import io.meshwork.api.VerificationDocument.Finding;
import io.meshwork.model.LinkId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A finding of continuous verification.
 *
 * @param checkedAt when it was found, or found again last
 */
public record StoredFinding(
    UUID id,
    LinkId link,
    State state,
    Finding finding,
    Instant foundAt,
    Instant checkedAt,
    @Nullable Instant closedAt,
    @Nullable String closedBy,
    @Nullable String reason) {
  /** One that was just found. */
  public static StoredFinding found(LinkId link, Finding finding, Instant now) {
    return new StoredFinding(
        UUID.randomUUID(), link, State.OPEN, finding, now, now, null, null, null);
  }

  /** The same, looked at again and still there. */
  public StoredFinding again(Instant now, String what) {
    return new StoredFinding(id, link, state, finding, foundAt, now, null, null, what);
  }

  /** The same, closed. */
  public StoredFinding closed(State how, String by, String why, Instant now) {
    return new StoredFinding(id, link, how, finding, foundAt, now, now, by, why);
  }
}
