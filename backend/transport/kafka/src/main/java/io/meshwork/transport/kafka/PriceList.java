package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.PriceItem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What channels cost by month. Self-managed clusters have no list; the rest lies in a file. */
final class PriceList {
  static final String NONE = "none";
  static final List<String> NAMES = List.of(NONE, "aws-msk-serverless");

  private static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(730);
  private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);
  private static final int FIELDS = 7;
  private static final int SCALE = 3;

  private PriceList() {}

  /** Empty for {@link #NONE}; a quantity that the needs do not tell is left open. */
  static List<PriceItem> of(String name, long partitions, Collection<Need.Channel> channels) {
    if (name.equals(NONE)) {
      return List.of();
    }
    return lines().stream()
        .filter(line -> line[0].equals(name))
        .map(line -> item(line, quantity(line[1], partitions, channels)))
        .toList();
  }

  private static PriceItem item(String[] line, @Nullable BigDecimal quantity) {
    return new PriceItem(
        line[1],
        line[2],
        quantity,
        new BigDecimal(line[3]),
        line[4],
        line[6],
        LocalDate.parse(line[5]));
  }

  private static @Nullable BigDecimal quantity(
      String what, long partitions, Collection<Need.Channel> channels) {
    if (what.equals("partitions")) {
      return HOURS_A_MONTH.multiply(BigDecimal.valueOf(partitions));
    }
    if (what.equals("storage")) {
      BigDecimal bytes = BigDecimal.ZERO;
      for (Need.Channel channel : channels) {
        var retained = channel.shape().retainedSize();
        if (retained == null) {
          return null;
        }
        bytes =
            bytes.add(
                BigDecimal.valueOf(retained.bytes())
                    .multiply(BigDecimal.valueOf(channel.shape().partitions())));
      }
      return bytes.divide(GIB, SCALE, RoundingMode.HALF_UP);
    }
    return null;
  }

  private static List<String[]> lines() {
    try (var in =
            Objects.requireNonNull(
                PriceList.class.getResourceAsStream("prices.csv"), "prices.csv");
        var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split(",", FIELDS))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
