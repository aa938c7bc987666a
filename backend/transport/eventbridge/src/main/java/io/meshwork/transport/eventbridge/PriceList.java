package io.meshwork.transport.eventbridge;

import io.meshwork.model.DataSize;
import io.meshwork.transport.spi.PriceItem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What buses, archives and queues cost by month; the prices lie in a file. */
final class PriceList {
  private static final BigDecimal SECONDS_A_MONTH = BigDecimal.valueOf(730L * 3600);
  private static final BigDecimal GIB = BigDecimal.valueOf(1L << 30);
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final long CHUNK = 64 << 10;
  private static final int FIELDS = 7;
  private static final int SCALE = 3;

  /** A message is sent once, and read and deleted with up to nine others. */
  private static final BigDecimal REQUESTS_A_MESSAGE = new BigDecimal("1.2");

  private PriceList() {}

  /**
   * A stream of events.
   *
   * @param name what a person calls it
   * @param perSecond its bytes, {@code null}: nobody declared or measured them
   */
  record Flow(String name, @Nullable DataSize perSecond) {}

  /** A stream of events that is kept. */
  record Kept(Flow flow, Duration retention) {}

  /**
   * What is paid for.
   *
   * @param region of AWS
   * @param event how large an event is, taken for all
   * @param published into buses
   * @param toBuses from there to buses of other accounts or regions
   * @param toHttp from there to API destinations
   * @param toQueues from there to queues, and read from them
   * @param archived by buses
   */
  record Load(
      String region,
      DataSize event,
      Collection<Flow> published,
      Collection<Flow> toBuses,
      Collection<Flow> toHttp,
      Collection<Flow> toQueues,
      Collection<Kept> archived) {}

  /**
   * What a load costs; a quantity that is not known is left open and says why. Lambda's and data
   * transfer's own prices, replays and schema discovery are not in it: a plan makes none of them.
   */
  static List<PriceItem> of(Load load) {
    List<PriceItem> items = new ArrayList<>();
    for (String[] line : lines()) {
      Amount amount = amount(line[0], load);
      if (amount != null) {
        items.add(item(line, amount, load.region()));
      }
    }
    return items;
  }

  /** The price of one unit of an item, for what no plan makes, such as a replay. */
  static PriceItem unit(String what, String region) {
    return lines().stream()
        .filter(line -> line[0].equals(what))
        .map(line -> item(line, new Amount(null, "Depends on use."), region))
        .findFirst()
        .orElseThrow();
  }

  private static PriceItem item(String[] line, Amount amount, String region) {
    String note = amount.note();
    if (!line[4].equals(region)) {
      note =
          "The price is that of %s; the one of %s is not known. ".formatted(line[4], region) + note;
    }
    return new PriceItem(
        line[0],
        line[1],
        amount.quantity(),
        new BigDecimal(line[2]),
        line[3],
        line[6],
        LocalDate.parse(line[5]),
        note.strip());
  }

  /** {@code null}: nothing of it is used. */
  private static @Nullable Amount amount(String what, Load load) {
    return switch (what) {
      case "events published" -> chunks(load.published(), load.event(), BigDecimal.ONE);
      case "events to other buses" -> chunks(load.toBuses(), load.event(), BigDecimal.ONE);
      case "API destinations" -> chunks(load.toHttp(), load.event(), BigDecimal.ONE);
      case "queue requests" -> requests(load);
      case "archive processing" ->
          gib(load.archived().stream().map(Kept::flow).toList(), SECONDS_A_MONTH);
      case "archive storage" -> storage(load.archived());
      default -> null;
    };
  }

  private static @Nullable Amount requests(Load load) {
    Amount amount = chunks(load.toQueues(), load.event(), REQUESTS_A_MESSAGE);
    return amount == null || amount.quantity() == null
        ? amount
        : new Amount(
            amount.quantity(),
            amount.note()
                + " Messages are read and deleted ten at a time; waiting for none is not in it.");
  }

  private static @Nullable Amount chunks(
      Collection<Flow> flows, DataSize event, BigDecimal requests) {
    if (flows.isEmpty()) {
      return null;
    }
    BigDecimal bytes = BigDecimal.ZERO;
    for (Flow flow : flows) {
      if (flow.perSecond() == null) {
        return unknown(flow);
      }
      bytes = bytes.add(BigDecimal.valueOf(flow.perSecond().bytes()));
    }
    long size = Math.max(1, event.bytes());
    long chunks = (size + CHUNK - 1) / CHUNK;
    BigDecimal millions =
        bytes
            .multiply(SECONDS_A_MONTH)
            .multiply(BigDecimal.valueOf(chunks))
            .multiply(requests)
            .divide(BigDecimal.valueOf(size).multiply(MILLION), SCALE, RoundingMode.HALF_UP);
    return new Amount(millions, "By the known rates, if an event has %s bytes.".formatted(event));
  }

  private static @Nullable Amount storage(Collection<Kept> archived) {
    if (archived.isEmpty()) {
      return null;
    }
    BigDecimal bytes = BigDecimal.ZERO;
    for (Kept kept : archived) {
      DataSize rate = kept.flow().perSecond();
      if (rate == null) {
        return unknown(kept.flow());
      }
      BigDecimal seconds = BigDecimal.valueOf(kept.retention().toSeconds());
      bytes = bytes.add(BigDecimal.valueOf(rate.bytes()).multiply(seconds));
    }
    return new Amount(
        bytes.divide(GIB, SCALE, RoundingMode.HALF_UP), "By the known rates, once it is full.");
  }

  private static @Nullable Amount gib(Collection<Flow> flows, BigDecimal seconds) {
    if (flows.isEmpty()) {
      return null;
    }
    BigDecimal bytes = BigDecimal.ZERO;
    for (Flow flow : flows) {
      if (flow.perSecond() == null) {
        return unknown(flow);
      }
      bytes = bytes.add(BigDecimal.valueOf(flow.perSecond().bytes()).multiply(seconds));
    }
    return new Amount(bytes.divide(GIB, SCALE, RoundingMode.HALF_UP), "By the known rates.");
  }

  private static Amount unknown(Flow flow) {
    return new Amount(null, "Nobody declared or measured the rate of '%s'.".formatted(flow.name()));
  }

  /** How much, and what that rests on. */
  private record Amount(@Nullable BigDecimal quantity, String note) {}

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
