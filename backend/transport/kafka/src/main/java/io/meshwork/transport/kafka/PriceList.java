package io.meshwork.transport.kafka;

import io.meshwork.model.ChannelId;
import io.meshwork.model.DataSize;
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
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What channels cost by month. Self-managed clusters have no list; the rest lies in a file. */
final class PriceList {
  static final String NONE = "none";
  static final List<String> NAMES = List.of(NONE, "aws-msk-serverless");

  private static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(730);
  private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);
  private static final BigDecimal SECONDS_A_MONTH = BigDecimal.valueOf(730L * 3600);
  private static final int FIELDS = 7;
  private static final int SCALE = 3;

  private PriceList() {}

  /**
   * What is paid for.
   *
   * @param partitions of all topics
   * @param channels that are kept
   * @param readers each subscription that reads a channel itself
   * @param traffic bytes a second into a channel, where known
   */
  record Load(
      long partitions,
      Collection<Need.Channel> channels,
      Collection<Need.Read> readers,
      Map<ChannelId, DataSize> traffic) {}

  /** Empty for {@link #NONE}; a quantity that is not known is left open and says why. */
  static List<PriceItem> of(String name, Load load) {
    if (name.equals(NONE)) {
      return List.of();
    }
    return lines().stream()
        .filter(line -> line[0].equals(name))
        .map(line -> item(line, amount(line[1], load)))
        .toList();
  }

  private static PriceItem item(String[] line, Amount amount) {
    return new PriceItem(
        line[1],
        line[2],
        amount.quantity(),
        new BigDecimal(line[3]),
        line[4],
        line[6],
        LocalDate.parse(line[5]),
        amount.note());
  }

  private static Amount amount(String what, Load load) {
    return switch (what) {
      case "partitions" ->
          new Amount(HOURS_A_MONTH.multiply(BigDecimal.valueOf(load.partitions())), null);
      case "storage" -> storage(load);
      case "traffic in" -> trafficIn(load);
      case "traffic out" -> trafficOut(load);
      default -> new Amount(null, "'%s' is not something that is counted here.".formatted(what));
    };
  }

  /** What is kept: at most what the limit allows, else what comes in while it is kept. */
  private static Amount storage(Load load) {
    BigDecimal bytes = BigDecimal.ZERO;
    boolean full = false;
    for (Need.Channel channel : load.channels()) {
      if (channel.id() instanceof ChannelId.DeadTransfers) {
        continue;
      }
      var limit = channel.shape().retainedSize();
      DataSize rate = load.traffic().get(channel.id());
      BigDecimal most =
          limit == null
              ? null
              : BigDecimal.valueOf(limit.bytes())
                  .multiply(BigDecimal.valueOf(channel.shape().partitions()));
      BigDecimal flow =
          rate == null
              ? null
              : BigDecimal.valueOf(rate.bytes())
                  .multiply(BigDecimal.valueOf(channel.shape().retention().toSeconds()));
      BigDecimal kept = flow == null || most == null ? most : flow.min(most);
      kept = kept == null ? flow : kept;
      if (kept == null) {
        return new Amount(
            null,
            "Channel '%s' has no limit of size, and nobody declared or measured its rate."
                .formatted(Addresses.of(channel.id())));
      }
      full |= flow == null;
      bytes = bytes.add(kept);
    }
    return new Amount(
        gib(bytes), full ? "Channels of unknown rate count as full." : "By the known rates.");
  }

  private static Amount trafficIn(Load load) {
    BigDecimal bytes = BigDecimal.ZERO;
    for (Need.Channel channel : load.channels()) {
      if (isDead(channel.id())) {
        continue;
      }
      DataSize rate = load.traffic().get(channel.id());
      if (rate == null) {
        return unknown(channel.id());
      }
      bytes = bytes.add(BigDecimal.valueOf(rate.bytes()));
    }
    return new Amount(gib(bytes.multiply(SECONDS_A_MONTH)), "By the known rates.");
  }

  private static Amount trafficOut(Load load) {
    BigDecimal bytes = BigDecimal.ZERO;
    for (Need.Read reader : load.readers()) {
      if (isDead(reader.channel())) {
        continue;
      }
      DataSize rate = load.traffic().get(reader.channel());
      if (rate == null) {
        return unknown(reader.channel());
      }
      bytes = bytes.add(BigDecimal.valueOf(rate.bytes()));
    }
    return new Amount(
        gib(bytes.multiply(SECONDS_A_MONTH)),
        "Each subscription reads once, by the known rates; what relays read is not in it.");
  }

  /** What is refused for good is not what a price is reckoned by. */
  private static boolean isDead(ChannelId channel) {
    return switch (channel) {
      case ChannelId.DeadLetter _, ChannelId.DeadTransfers _ -> true;
      case ChannelId.Entry _, ChannelId.Arrival _, ChannelId.Subscribed _ -> false;
    };
  }

  private static Amount unknown(ChannelId channel) {
    return new Amount(
        null, "Nobody declared or measured the rate of '%s'.".formatted(Addresses.of(channel)));
  }

  private static BigDecimal gib(BigDecimal bytes) {
    return bytes.divide(GIB, SCALE, RoundingMode.HALF_UP);
  }

  /** How much, and what that rests on. */
  private record Amount(@Nullable BigDecimal quantity, @Nullable String note) {}

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
