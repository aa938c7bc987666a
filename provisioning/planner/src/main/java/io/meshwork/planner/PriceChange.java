package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.transport.spi.PriceItem;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How much more of something a plan costs by month.
 *
 * @param broker where
 * @param item the price after the plan, its quantity the difference that the plan makes: negative
 *     for less, {@code null}: not known
 */
public record PriceChange(BrokerName broker, PriceItem item) {
  /** Units times price, {@code null}: not known. */
  public @Nullable BigDecimal amount() {
    BigDecimal quantity = item.quantity();
    return quantity == null ? null : quantity.multiply(item.unitPrice());
  }
}
