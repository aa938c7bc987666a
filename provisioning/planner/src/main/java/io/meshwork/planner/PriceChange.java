package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.transport.spi.PriceItem;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How much more of something a plan costs by month, and how much it is then.
 *
 * @param broker where
 * @param item the price after the plan, its quantity the difference that the plan makes: negative
 *     for less, {@code null}: not known, which the item's note explains
 * @param after the whole quantity after the plan, {@code null}: not known
 */
public record PriceChange(BrokerName broker, PriceItem item, @Nullable BigDecimal after) {
  /** The change's units times price, {@code null}: not known. */
  public @Nullable BigDecimal amount() {
    return times(item.quantity());
  }

  /** What it costs by month after the plan, {@code null}: not known. */
  public @Nullable BigDecimal monthly() {
    return times(after);
  }

  /** Why it is not known; {@code null}: it is. */
  public @Nullable String unknown() {
    if (after != null && item.quantity() != null) {
      return null;
    }
    String note = item.note();
    return note == null ? "How much of it is used is not known." : note;
  }

  private @Nullable BigDecimal times(@Nullable BigDecimal quantity) {
    return quantity == null ? null : quantity.multiply(item.unitPrice());
  }
}
