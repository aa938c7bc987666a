package io.meshwork.transport.eventbridge;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/**
 * The names of one kind of AWS resource. Invariant: two different texts never get one name, a text
 * gets the same name in every version, and the name begins with as much of the text as fits.
 *
 * <p>A name of the catalog that is short enough stays readable as a whole; where a kind takes no
 * full stop, an underscore stands for it. Any other text gets its readable part, cut, and behind
 * {@code --} 26 characters of base 32, which are 130 bits of its SHA-256. No text that stays whole
 * holds {@code --}, so the two never meet.
 */
enum AwsName {
  BUS(256, true),
  RULE(64, true),
  TARGET(64, true),
  QUEUE(80, false),
  ARCHIVE(48, true),
  CONNECTION(64, true),
  API_DESTINATION(64, true),
  REGISTRY(64, true),
  SCHEMA(385, true),
  ROLE(64, true);

  private static final Pattern PREFIX = Pattern.compile("[a-z0-9]{1,12}");
  private static final Pattern DOTTED = Pattern.compile("[a-z0-9]([a-z0-9._-]*[a-z0-9])?");
  private static final Pattern PLAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
  private static final String MARK = "--";
  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int DIGIT_BITS = 5;
  private static final int FINGERPRINT = 26;

  private final int longest;
  private final boolean dots;

  AwsName(int longest, boolean dots) {
    this.longest = longest;
    this.dots = dots;
  }

  /** The most characters that AWS takes. */
  int longest() {
    return longest;
  }

  /**
   * The name for a thing of ours.
   *
   * @param prefix says whose it is, such as {@code mesh}: at most 12 letters and digits
   * @param text names the thing among all of its kind in the account and region
   */
  String of(String prefix, String text) {
    if (!PREFIX.matcher(prefix).matches()) {
      throw new IllegalArgumentException("'%s' is no prefix of names".formatted(prefix));
    }
    String whole = prefix + "-" + text;
    Pattern shape = dots ? DOTTED : PLAIN;
    if (whole.length() <= longest && shape.matcher(text).matches() && !text.contains(MARK)) {
      return dots ? whole : whole.replace('.', '_');
    }
    int room = longest - FINGERPRINT - MARK.length();
    String kept = whole.length() <= room ? whole : whole.substring(0, room);
    return readable(kept) + MARK + fingerprint(whole);
  }

  /** What all kinds take of a text: the rest becomes a hyphen. */
  private String readable(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      kept.append(plain || c == '_' || (dots && c == '.') ? c : '-');
    }
    return kept.toString();
  }

  private static String fingerprint(String text) {
    byte[] hash = sha256(units(text));
    StringBuilder digits = new StringBuilder(FINGERPRINT);
    int bits = 0;
    int held = 0;
    for (int i = 0; digits.length() < FINGERPRINT; i++) {
      bits = (bits << Byte.SIZE) | (hash[i] & 0xFF);
      held += Byte.SIZE;
      while (held >= DIGIT_BITS && digits.length() < FINGERPRINT) {
        held -= DIGIT_BITS;
        digits.append(DIGITS.charAt(bits >>> held & 0x1F));
      }
      bits &= (1 << held) - 1;
    }
    return digits.toString();
  }

  /** Not by an encoding: those replace half characters, and two texts would become one. */
  private static byte[] units(String text) {
    byte[] units = new byte[2 * text.length()];
    for (int i = 0; i < text.length(); i++) {
      units[2 * i] = (byte) (text.charAt(i) >>> Byte.SIZE);
      units[2 * i + 1] = (byte) text.charAt(i);
    }
    return units;
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }
}
