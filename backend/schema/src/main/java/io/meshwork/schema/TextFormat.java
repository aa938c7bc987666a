package io.meshwork.schema;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Formats that texts are recognised to have. Narrower than the formats themselves. */
enum TextFormat {
  DATE_TIME("date-time"),
  UUID("uuid"),
  URI("uri"),
  EMAIL("email");

  private static final Pattern DATE_TIMES =
      Pattern.compile(
          "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:[0-5]\\d(\\.\\d{1,9})?(Z|[+-]\\d\\d:\\d\\d)");
  private static final Pattern UUIDS =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
  private static final Pattern URIS =
      Pattern.compile(
          "https?://[a-zA-Z0-9-]{1,63}(\\.[a-zA-Z0-9-]{1,63}){0,9}(:\\d{1,5})?(/[a-zA-Z0-9._~-]{0,99}){0,20}");
  private static final Pattern EMAILS =
      Pattern.compile(
          "[a-zA-Z0-9]{1,20}([._+-][a-zA-Z0-9]{1,20}){0,2}@([a-zA-Z0-9]{1,63}\\.){1,5}[a-zA-Z]{2,24}");

  private final String word;

  TextFormat(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }

  /** The format that every text has, {@code null}: none. */
  static @Nullable TextFormat ofAll(List<String> texts) {
    if (texts.isEmpty()) {
      return null;
    }
    return Arrays.stream(values())
        .filter(format -> texts.stream().allMatch(format::fits))
        .findFirst()
        .orElse(null);
  }

  private boolean fits(String text) {
    return switch (this) {
      case DATE_TIME -> DATE_TIMES.matcher(text).matches() && isOnTheCalendar(text);
      case UUID -> UUIDS.matcher(text).matches();
      case URI -> URIS.matcher(text).matches();
      case EMAIL -> EMAILS.matcher(text).matches();
    };
  }

  private static boolean isOnTheCalendar(String text) {
    try {
      return OffsetDateTime.parse(text).getYear() > 0;
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
