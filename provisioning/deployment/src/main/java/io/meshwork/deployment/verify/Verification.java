package io.meshwork.deployment.verify;

import io.meshwork.api.VerificationDocument;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.LinkId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether what a link read is what its target holds, by the crossings that it wrote and by the
 * events that both ends still retain. Reads and changes nothing; tells of no payload. For those who
 * may see the link. Thread safe; few at a time.
 */
public interface Verification {
  /** What is verified where nothing is said. */
  Duration USUAL = Duration.ofHours(1);

  /** So old a crossing must be: what overlaps it is then committed. */
  Duration SETTLED = Duration.ofSeconds(2);

  /**
   * Verifies what the link committed from one moment to before another, about 200,000 events or 15
   * seconds; the answer says where to go on.
   *
   * @param from {@code null}: {@link #USUAL} before {@code to}
   * @param to {@code null}, or later: {@link #SETTLED} ago
   * @throws io.meshwork.model.MeshException {@link
   *     io.meshwork.controlplane.catalog.CatalogError#INVALID_QUERY}: {@code from} is not before
   *     {@code to}; {@link io.meshwork.transport.spi.TransportError#THROTTLED}: others are being
   *     verified; {@link io.meshwork.transport.spi.TransportError#BROKER_UNREACHABLE} and what else
   *     a call to a broker throws; or an access error
   */
  VerificationDocument verify(
      Actor actor, LinkId link, @Nullable Instant from, @Nullable Instant to);

  /** The link's newest crossings of the last hour, newest first, at most {@code count}. */
  List<VerificationDocument.Passed> newest(Actor actor, LinkId link, int count);
}
