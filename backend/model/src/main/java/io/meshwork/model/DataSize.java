package io.meshwork.model;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes. Written {@code 512}, {@code 64KiB}, {@code 1MiB}, {@code 2GiB}. */
public record DataSize(long bytes) implements Comparable<DataSize> {
  private static final Pattern SHAPE =
      Pattern.compile("(\\d{1,15})\\s*(B|KIB|KB|MIB|MB|GIB|GB)?", Pattern.CASE_INSENSITIVE);
  private static final long STEP = 1024;

  /** Refuses a negative size. */
  public DataSize {
    if (bytes < 0) {
      throw new MeshException(ModelError.INVALID_VALUE, "Size %d is negative.".formatted(bytes));
    }
  }

  /** Reads the written form; KB and KiB both mean 1024 bytes. */
  public static DataSize parse(String text) {
    Matcher matcher = SHAPE.matcher(text.strip());
    if (!matcher.matches()) {
      throw new MeshException(
          ModelError.INVALID_VALUE,
          "Size '%s' is not valid: write a number of bytes or one with KiB, MiB or GiB, such as '1MiB'."
              .formatted(text));
    }
    String unit = matcher.group(2) == null ? "B" : matcher.group(2).toUpperCase(Locale.ROOT);
    long factor =
        switch (unit.charAt(0)) {
          case 'K' -> STEP;
          case 'M' -> STEP * STEP;
          case 'G' -> STEP * STEP * STEP;
          default -> 1;
        };
    return new DataSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), factor));
  }

  @Override
  public int compareTo(DataSize other) {
    return Long.compare(bytes, other.bytes);
  }

  @Override
  public String toString() {
    if (bytes > 0 && bytes % (STEP * STEP * STEP) == 0) {
      return bytes / (STEP * STEP * STEP) + "GiB";
    }
    if (bytes > 0 && bytes % (STEP * STEP) == 0) {
      return bytes / (STEP * STEP) + "MiB";
    }
    if (bytes > 0 && bytes % STEP == 0) {
      return bytes / STEP + "KiB";
    }
    return Long.toString(bytes);
  }
}
