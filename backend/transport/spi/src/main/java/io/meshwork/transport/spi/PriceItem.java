package io.meshwork.transport.spi;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What something costs by month, from a price list.
 *
 * @param what such as {@code storage}
 * @param unit such as {@code GiB-month}
 * @param quantity how many units, {@code null}: not known, for example without a declared rate
 * @param unitPrice of one unit
 * @param currency ISO 4217
 * @param source where the price stands
 * @param asOf when it stood there
 * @param note why the quantity is not known, or what it rests on; {@code null}: it is exact
 */
public record PriceItem(
    String what,
    String unit,
    @Nullable BigDecimal quantity,
    BigDecimal unitPrice,
    String currency,
    String source,
    LocalDate asOf,
    @Nullable String note) {
  /** The same price of another quantity. */
  public PriceItem of(@Nullable BigDecimal other) {
    return new PriceItem(what, unit, other, unitPrice, currency, source, asOf, note);
  }
}
