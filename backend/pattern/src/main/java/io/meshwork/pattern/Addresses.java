package io.meshwork.pattern;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads IP addresses as the engine does, but never asks a name server: the engine hands texts such
 * as {@code 1.2.3.400} to the resolver, which would look them up.
 */
final class Addresses {
  private static final Pattern FOUR_NUMBERS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
  private static final Pattern COLONS = Pattern.compile("[0-9a-fA-F:]{2,45}");
  private static final int LONGEST = 15;

  private Addresses() {}

  /** Four numbers that are no address: what must be kept from the engine. */
  static boolean isDeceptive(String text) {
    if (text.isEmpty() || text.charAt(0) > '9' || text.charAt(0) < '0') {
      return false;
    }
    return FOUR_NUMBERS.matcher(text).matches() && parse(text) == null;
  }

  /** The address's 4 or 16 bytes, {@code null}: it is none. */
  static byte @Nullable [] parse(String text) {
    if (FOUR_NUMBERS.matcher(text).matches()) {
      return text.length() > LONGEST ? null : fourBytes(text.split("\\.", -1));
    }
    if (text.indexOf(':') < 0 || !COLONS.matcher(text).matches()) {
      return null;
    }
    try {
      // With a colon in it, a text is an address or an error, never a name.
      return InetAddress.getByName(text).getAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }

  private static byte @Nullable [] fourBytes(String[] numbers) {
    byte[] bytes = new byte[numbers.length];
    for (int i = 0; i < bytes.length; i++) {
      int number = Integer.parseInt(numbers[i]);
      if (number > 255) {
        return null;
      }
      bytes[i] = (byte) number;
    }
    return bytes;
  }

  /** Whether the address lies in a block, which the reader has checked. */
  static boolean isInside(byte[] address, String block) {
    int slash = block.indexOf('/');
    byte[] network = parse(block.substring(0, slash));
    if (network == null || network.length != address.length) {
      return false;
    }
    int bits = Integer.parseInt(block.substring(slash + 1));
    for (int i = 0; i < bits; i++) {
      int mask = 0x80 >> (i % 8);
      if ((network[i / 8] & mask) != (address[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
