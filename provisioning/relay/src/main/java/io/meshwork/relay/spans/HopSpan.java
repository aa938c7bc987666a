package io.meshwork.relay.spans;

import io.meshwork.api.ManifestLink;

/**
 * An event that a link carried, and whose publisher wants to know.
 *
 * @param link over which
 * @param parent what the event's {@code traceparent} says
 * @param partition of the source
 * @param position at the source
 * @param publishedAt the event's timestamp, in milliseconds since 1970
 * @param readAt when the relay had it, likewise
 */
public record HopSpan(
    ManifestLink link,
    TraceParent parent,
    int partition,
    String position,
    long publishedAt,
    long readAt) {}
