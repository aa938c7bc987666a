package io.meshwork.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A path with its query, in which nothing that people wrote means anything to HTTP. */
record RequestPath(String text) {
  /** With one parameter more, unless there is no value for it. */
  RequestPath with(String parameter, @Nullable Object value) {
    return value == null
        ? this
        : new RequestPath(
            "%s%s%s=%s"
                .formatted(
                    text, text.indexOf('?') < 0 ? '?' : '&', parameter, encoded(value.toString())));
  }

  /** One segment of a path, or one value of a query. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return text;
  }
}
