package io.meshwork.transport.eventbridge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a {@code PutEvents} request.
 *
 * @param source the CloudEvent's source
 * @param detailType its type
 * @param detail all of it, in CloudEvents' JSON format
 * @param time when the source broker stored it, {@code null}: AWS sets it
 * @param traceHeader for X-Ray, {@code null}: none
 */
record PutEntry(
    String source,
    String detailType,
    String detail,
    @Nullable Instant time,
    @Nullable String traceHeader)
    implements Packed {
  private static final int TIME_BYTES = 14;

  /** Bytes, counted as AWS counts them. */
  long size() {
    return Utf8.length(source)
        + Utf8.length(detailType)
        + Utf8.length(detail)
        + (time == null ? 0 : TIME_BYTES);
  }
}
