package io.meshwork.controlplane.audit;

import io.meshwork.model.MeshException;
import java.nio.ByteBuffer;
import java.util.Base64;

/** Where a page of the log ended, opaque to callers. */
final class AuditCursors {
  private AuditCursors() {}

  static String write(long id) {
    byte[] bytes = ByteBuffer.allocate(Long.BYTES).putLong(id).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static Long read(String cursor) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      if (bytes.length == Long.BYTES) {
        return ByteBuffer.wrap(bytes).getLong();
      }
    } catch (IllegalArgumentException _) {
      throw invalid();
    }
    throw invalid();
  }

  private static MeshException invalid() {
    return new MeshException(
        AuditError.INVALID_QUERY, "This cursor was not made here; leave it out to start again.");
  }
}
