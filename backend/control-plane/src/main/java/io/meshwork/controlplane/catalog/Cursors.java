package io.meshwork.controlplane.catalog;

import io.meshwork.model.MeshException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Where a page ended, opaque to callers: the last name, since lists go by name. */
final class Cursors {
  private static final String FORMAT = "1:";

  private Cursors() {}

  static String after(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((FORMAT + name).getBytes(StandardCharsets.UTF_8));
  }

  /** The name to go on after; the empty string for the start. */
  static String name(@Nullable String cursor) {
    if (cursor == null) {
      return "";
    }
    String text = decode(cursor);
    if (text == null || !text.startsWith(FORMAT) || text.indexOf('\0') >= 0) {
      throw new MeshException(
          CatalogError.INVALID_CURSOR,
          "This cursor was not made here; leave it out to start again.");
    }
    return text.substring(FORMAT.length());
  }

  private static @Nullable String decode(String cursor) {
    try {
      return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
