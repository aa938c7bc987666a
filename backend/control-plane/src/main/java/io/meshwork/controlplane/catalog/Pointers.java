package io.meshwork.controlplane.catalog;

import java.util.regex.Pattern;

/** JSON pointers, RFC 6901. */
final class Pointers {
  private static final Pattern SHAPE = Pattern.compile("(/([^~/]|~[01])*)+");

  private Pointers() {}

  static boolean isPointer(String text) {
    return SHAPE.matcher(text).matches();
  }

  static String escape(String segment) {
    return segment.replace("~", "~0").replace("/", "~1");
  }

  /** The pointer as a path with dots, array positions left out: how schema fields are named. */
  static String asField(String pointer) {
    StringBuilder field = new StringBuilder();
    for (String segment : pointer.substring(1).split("/", -1)) {
      if (!segment.matches("\\d+")) {
        field
            .append(field.isEmpty() ? "" : ".")
            .append(segment.replace("~1", "/").replace("~0", "~"));
      }
    }
    return field.toString();
  }
}
