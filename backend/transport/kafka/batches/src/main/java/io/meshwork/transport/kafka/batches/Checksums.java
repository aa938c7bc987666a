package io.meshwork.transport.kafka.batches;

/**
 * CRC-32C of a whole from those of its parts, without looking at the bytes. Invariant: {@code crc(a
 * b) = shifted(crc(a), length of b) xor crc(b)}. Appending a byte multiplies by x^8 modulo the
 * polynomial; so does zlib's {@code crc32_combine} (Adler 2022), of which this is the method.
 */
final class Checksums {
  private static final int POLYNOMIAL = 0x82F63B78;
  private static final int ONE = 1 << 31;
  private static final int BITS_OF_A_BYTE = 3;

  /** x to the power of 2^n. */
  private static final int[] SQUARES = squares();

  private Checksums() {}

  /** What a checksum becomes when so many zero bytes follow, but for their own. */
  static int shifted(int crc, int bytes) {
    int power = ONE;
    int square = BITS_OF_A_BYTE;
    for (int left = bytes; left != 0; left >>>= 1) {
      if ((left & 1) != 0) {
        power = product(SQUARES[square], power);
      }
      square++;
    }
    return product(power, crc);
  }

  private static int product(int a, int b) {
    int sum = 0;
    int factor = b;
    for (int rest = a; rest != 0; rest <<= 1) {
      sum ^= factor & (rest >> 31);
      factor = (factor >>> 1) ^ (POLYNOMIAL & -(factor & 1));
    }
    return sum;
  }

  private static int[] squares() {
    int[] all = new int[Integer.SIZE + BITS_OF_A_BYTE];
    all[0] = ONE >>> 1;
    for (int i = 1; i < all.length; i++) {
      all[i] = product(all[i - 1], all[i - 1]);
    }
    return all;
  }
}
