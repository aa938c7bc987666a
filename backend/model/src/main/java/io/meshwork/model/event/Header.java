package io.meshwork.model.event;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One header of an event. Names may repeat; order counts. The array is shared, not copied: whoever
 * makes a header gives it away.
 *
 * @param value {@code null} where the broker knows headers without a value
 */
@SuppressWarnings("ArrayRecordComponent")
public record Header(String name, byte @Nullable [] value) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Header(String otherName, byte[] otherValue)
        && name.equals(otherName)
        && Arrays.equals(value, otherValue);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + Arrays.hashCode(value);
  }

  @Override
  public String toString() {
    return name + "[" + (value == null ? "null" : value.length + " bytes") + "]";
  }
}
