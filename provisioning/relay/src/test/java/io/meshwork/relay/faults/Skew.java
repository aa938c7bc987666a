package io.meshwork.relay.faults;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * What a program with a wrong clock is told instead of the time: the time, and as many milliseconds
 * more as a file says. The file's second number counts how often it was asked.
 */
public final class Skew {
  static final int OFF = 0;
  static final int ASKED = 8;
  static final int SIZE = 16;

  private static volatile MappedByteBuffer file;

  private Skew() {}

  /** From now on what this file says. */
  public static void open(Path path) throws IOException {
    try (FileChannel channel =
        FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      file = channel.map(FileChannel.MapMode.READ_WRITE, 0, SIZE);
    }
  }

  /** Instead of {@link System#currentTimeMillis}. */
  public static long currentTimeMillis() {
    MappedByteBuffer said = file;
    said.putLong(ASKED, said.getLong(ASKED) + 1);
    return System.currentTimeMillis() + said.getLong(OFF);
  }

  /** Instead of {@link Instant#now()}. */
  public static Instant now() {
    return Instant.ofEpochMilli(currentTimeMillis());
  }
}
