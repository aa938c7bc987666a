package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.ResourceId;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One deployer's claim to one resource: the key of its mark, so that nobody's mark ever takes the
 * place of another's. Its number is random and goes into the request that makes a topic; a topic
 * that carries it was made by that request.
 *
 * @param id the resource
 * @param number from 1 to {@link #LARGEST}, or {@link #OLD}
 */
record Claim(ResourceId id, long number) {
  /** Of marks written before there were claims. */
  static final long OLD = 0;

  /** Leaves a topic that carries it practically without a limit of unflushed records. */
  static final long LARGEST = (1L << 61) - 1;

  private static final String PREFIX = "claim:";

  static Claim fresh(ResourceId id, RandomGenerator random) {
    return new Claim(id, random.nextLong(1, LARGEST + 1));
  }

  byte[] key() {
    String resource = id.kind() + "/" + id.name();
    String text =
        number == OLD ? resource : PREFIX + HexFormat.of().toHexDigits(number) + "/" + resource;
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a key; empty for what no deployer wrote. */
  static Optional<Claim> of(byte @Nullable [] key) {
    if (key == null) {
      return Optional.empty();
    }
    String text = new String(key, StandardCharsets.UTF_8);
    long number = OLD;
    if (text.startsWith(PREFIX)) {
      int end = text.indexOf('/');
      String hex = end < 0 ? "" : text.substring(PREFIX.length(), end);
      if (hex.length() != 16 || !hex.chars().allMatch(HexFormat::isHexDigit)) {
        return Optional.empty();
      }
      number = HexFormat.fromHexDigitsToLong(hex);
      if (number < 1 || number > LARGEST) {
        return Optional.empty();
      }
      text = text.substring(end + 1);
    }
    int end = text.indexOf('/');
    return end < 0
        ? Optional.empty()
        : Optional.of(
            new Claim(new ResourceId(text.substring(0, end), text.substring(end + 1)), number));
  }
}
