package io.meshwork.deployment.discovery;

import io.meshwork.api.DiscoveryDocument;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.model.BrokerName;
import io.meshwork.model.TeamName;
import org.jspecify.annotations.Nullable;

/**
 * What a broker holds that is not ours. Looks and changes nothing: events are read without being
 * consumed, at most {@link #MAX_EVENTS} and about {@link #MAX_BYTES} of each channel. For those who
 * may change the broker, since what channels are called and look like is told. Thread safe.
 */
public interface Discovery {
  /** The most events of one channel that a schema is inferred from. */
  int MAX_EVENTS = 25;

  /** How many bytes of one channel are read at about the most. */
  long MAX_BYTES = 1024 * 1024;

  /** The most things of one answer. */
  int MAX_LISTED = 100;

  /**
   * Which things.
   *
   * @param words that their names contain, {@code null}: any
   * @param team that proposals are for, {@code null}: to be filled in
   * @param limit 1 to {@link #MAX_LISTED}
   * @param cursor where the last page ended, {@code null}: from the start
   */
  record Query(
      @Nullable String words, @Nullable TeamName team, int limit, @Nullable String cursor) {
    /** The first page of everything. */
    public static final Query ALL = new Query(null, null, MAX_LISTED, null);
  }

  /**
   * Looks at a broker now, half a minute at most; what there was no time to read is listed without
   * a schema.
   *
   * @throws io.meshwork.model.MeshException {@link
   *     io.meshwork.transport.spi.TransportError#NOT_SUPPORTED}: its transport cannot tell; {@link
   *     io.meshwork.transport.spi.TransportError#BROKER_UNREACHABLE} and what else a call to a
   *     broker throws; or an access error
   */
  DiscoveryDocument discover(Actor actor, BrokerName broker, Query query);
}
