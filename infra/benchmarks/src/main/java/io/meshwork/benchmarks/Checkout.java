package io.meshwork.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;

/** The sources that a benchmark runs from. */
public final class Checkout {
  private Checkout() {}

  /** Its uppermost folder. */
  public static Path root() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve(".mvn"))) {
      Path above = at.getParent();
      if (above == null) {
        return Path.of("").toAbsolutePath();
      }
      at = above;
    }
    return at;
  }
}
