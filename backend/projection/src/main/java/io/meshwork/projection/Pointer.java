package io.meshwork.projection;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A JSON pointer, RFC 6901.
 *
 * @param steps from the whole document down, none: the whole document
 */
record Pointer(List<String> steps) {
  private static final Pattern SHAPE = Pattern.compile("(/([^~/]|~[01])*)*");
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,8}");

  Pointer {
    steps = List.copyOf(steps);
  }

  /** {@code null}: the text is none. */
  static @Nullable Pointer of(String text) {
    if (!SHAPE.matcher(text).matches()) {
      return null;
    }
    List<String> steps = new ArrayList<>();
    for (String step : text.split("/", -1)) {
      steps.add(step.replace("~1", "/").replace("~0", "~"));
    }
    return new Pointer(steps.subList(1, steps.size()));
  }

  /** One step as it is written in a pointer. */
  static String escape(String step) {
    return step.replace("~", "~0").replace("/", "~1");
  }

  /** Which element of an array a step names, -1: none. */
  static int index(String step) {
    return INDEX.matcher(step).matches() ? Integer.parseInt(step) : -1;
  }
}
