package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Topic names. Invariant: no two channels of one broker share one. Entry channels hold no {@code
 * .from.}, so arrivals differ from them; the first {@code .from.} of an arrival ends its type,
 * except where the type itself ends with {@code .from}. Those, and what exceeds Kafka's 249
 * characters, end with a fingerprint in upper case, which no catalog name can hold.
 */
final class Addresses {
  static final int MAX_LENGTH = 249;

  /** What links between brokers could not hand on; kept when the last of them goes. */
  static final String DEAD = "mesh.dead";

  private static final int FINGERPRINT_BYTES = 16;
  private static final int PART = 104;

  private Addresses() {}

  static ChannelAddress of(ChannelId channel) {
    return new ChannelAddress(
        switch (channel) {
          case ChannelId.Entry(var type, var _) -> type.value();
          case ChannelId.Arrival(var type, var origin, var _) ->
              arrival(type.value(), origin.value());
          case ChannelId.Subscribed(var subscription, var _) -> "mesh.sub." + subscription;
          case ChannelId.DeadLetter(var subscription, var _) -> "mesh.dead." + subscription;
          case ChannelId.DeadTransfers(var _) -> DEAD;
        });
  }

  private static String arrival(String type, String origin) {
    String whole = type + ".from." + origin;
    if (whole.length() <= MAX_LENGTH && !type.endsWith(".from")) {
      return whole;
    }
    return cut(type) + ".from." + cut(origin) + "-" + fingerprint(type + " " + origin);
  }

  private static String cut(String name) {
    return name.length() <= PART ? name : name.substring(0, PART);
  }

  private static String fingerprint(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of()
          .formatHex(Arrays.copyOf(hash, FINGERPRINT_BYTES))
          .toUpperCase(Locale.ROOT);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }
}
