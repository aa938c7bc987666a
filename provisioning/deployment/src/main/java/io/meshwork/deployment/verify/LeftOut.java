package io.meshwork.deployment.verify;

import io.meshwork.api.StandingDocument.Unverified;
import io.meshwork.api.VerificationDocument.Range;
import java.time.Instant;

/**
 * A stretch of a source that is never verified, since it is gone.
 *
 * @param events how many passed there, as far as it is known
 * @param at when it was committed, the last of it
 */
record LeftOut(Range source, long events, Instant at) {
  /** Whether this ends where that begins. */
  boolean isBefore(Range next) {
    return source.channel().equals(next.channel())
        && source.partition() == next.partition()
        && source.to().equals(next.from());
  }

  /** For who asks. */
  Unverified stretch() {
    return new Unverified(source, events, at);
  }

  LeftOut with(Range next, long more, Instant moment) {
    return new LeftOut(
        new Range(source.channel(), source.partition(), source.from(), next.to()),
        events + more,
        moment);
  }
}
