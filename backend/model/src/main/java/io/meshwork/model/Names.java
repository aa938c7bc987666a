package io.meshwork.model;

import java.util.regex.Pattern;

/** The one rule of what a name may be. */
final class Names {
  /** The longest name, in characters. */
  static final int MAX_LENGTH = 128;

  /** Every channel that Meshwork derives starts with this, so no event type may. */
  private static final String RESERVED_PREFIX = "mesh.";

  /** Stands between an event type and its origin in the name of an arrival channel. */
  private static final String RESERVED_INFIX = ".from.";

  private static final Pattern SHAPE = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?");

  private Names() {}

  static void check(String kind, String value) {
    if (value.length() > MAX_LENGTH) {
      throw new MeshException(
          ModelError.INVALID_NAME,
          "%s name '%.40s…' has %d characters; at most %d are allowed."
              .formatted(kind, value, value.length(), MAX_LENGTH));
    }
    if (!SHAPE.matcher(value).matches()) {
      throw new MeshException(
          ModelError.INVALID_NAME,
          "%s name '%s' is not valid: use a-z, 0-9, '.', '_' and '-', and start and end with a letter or digit."
              .formatted(kind, value));
    }
  }

  static void refuseReserved(String value) {
    if (value.startsWith(RESERVED_PREFIX) || value.contains(RESERVED_INFIX)) {
      throw new MeshException(
          ModelError.INVALID_NAME,
          "Event type name '%s' is reserved: it may not start with '%s' nor contain '%s', which name the channels that Meshwork makes."
              .formatted(value, RESERVED_PREFIX, RESERVED_INFIX));
    }
  }
}
