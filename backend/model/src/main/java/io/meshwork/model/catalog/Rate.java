package io.meshwork.model.catalog;

import io.meshwork.model.DataSize;
import io.meshwork.model.MeshException;
import io.meshwork.model.ModelError;
import org.jspecify.annotations.Nullable;

/**
 * A limit of how much a team or subscription moves.
 *
 * @param eventsPerSecond at most so many events, at least 1
 * @param bytesPerSecond at most so many bytes, at least 1
 */
public record Rate(@Nullable Integer eventsPerSecond, @Nullable DataSize bytesPerSecond) {
  /** Refuses a rate of zero or less. */
  public Rate {
    if ((eventsPerSecond != null && eventsPerSecond <= 0)
        || (bytesPerSecond != null && bytesPerSecond.bytes() <= 0)) {
      throw new MeshException(
          ModelError.INVALID_VALUE,
          "A rate must be at least 1 a second; leave it out for no limit.");
    }
  }

  /** For people: {@code 100 events and 64KiB a second}. */
  @Override
  public String toString() {
    String events = eventsPerSecond == null ? "" : eventsPerSecond + " events";
    String bytes = bytesPerSecond == null ? "" : size(bytesPerSecond);
    String both = events.isEmpty() || bytes.isEmpty() ? "" : " and ";
    return events.isEmpty() && bytes.isEmpty() ? "anything" : events + both + bytes + " a second";
  }

  private static String size(DataSize size) {
    String text = size.toString();
    return Character.isDigit(text.charAt(text.length() - 1)) ? text + " bytes" : text;
  }
}
