package io.meshwork.console.provisioning;

import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanDocument.Price;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What prices come to by month, as far as it is known.
 *
 * @param monthly all that is known, after the plan
 * @param change what the plan adds to that, negative for less
 * @param unknown how many prices are in neither number
 */
record Costs(String currency, BigDecimal monthly, BigDecimal change, int unknown) {
  private static final BigDecimal CENT = new BigDecimal("0.01");

  /** By currency. */
  static List<Costs> of(List<Price> prices) {
    TreeMap<String, Costs> costs = new TreeMap<>();
    for (Price price : prices) {
      BigDecimal after = times(price.after(), price);
      BigDecimal change = times(price.quantity(), price);
      costs.merge(
          price.currency(),
          new Costs(
              price.currency(),
              after == null ? BigDecimal.ZERO : after,
              change == null ? BigDecimal.ZERO : change,
              after == null || change == null ? 1 : 0),
          Costs::plus);
    }
    return List.copyOf(costs.values());
  }

  private Costs plus(Costs other) {
    return new Costs(
        currency, monthly.add(other.monthly), change.add(other.change), unknown + other.unknown);
  }

  static @Nullable BigDecimal times(@Nullable BigDecimal quantity, Price price) {
    return quantity == null ? null : quantity.multiply(price.unitPrice());
  }

  /** One sentence. */
  String words() {
    if (unknown > 0 && monthly.signum() == 0 && change.signum() == 0) {
      return "Not known: %s by rates that nobody declared or measured."
          .formatted(unknown == 1 ? "one amount goes" : unknown + " amounts go");
    }
    return "%s a month by this plan; %s a month in all for what it concerns"
            .formatted(signed(change, currency), money(monthly, currency))
        + (unknown == 0
            ? "."
            : unknown == 1
                ? ", and one amount that is not known."
                : ", and %d amounts that are not known.".formatted(unknown));
  }

  /** What all of it costs, in sentences; brokers without a price are named. */
  static List<String> words(PlanDocument plan) {
    List<String> words = new ArrayList<>();
    of(plan.prices()).stream().map(Costs::words).forEach(words::add);
    Set<String> unpriced = new TreeSet<>();
    plan.actions().stream()
        .filter(action -> action.verb().equals("create") || action.verb().equals("change"))
        .map(PlanDocument.ActionDocument::broker)
        .filter(Objects::nonNull)
        .forEach(unpriced::add);
    plan.prices().forEach(price -> unpriced.remove(price.broker()));
    if (!unpriced.isEmpty()) {
      words.add(
          "Not known for %s: no price list, or nothing in it that changes."
              .formatted(String.join(", ", unpriced)));
    }
    if (words.isEmpty()) {
      words.add("No price changes.");
    }
    return words;
  }

  static String signed(BigDecimal amount, String currency) {
    return (amount.signum() > 0 ? "+" : amount.signum() < 0 ? "−" : "±")
        + money(amount.abs(), currency);
  }

  /** Two digits; what is less than the last of them says so. */
  static String money(BigDecimal amount, String currency) {
    if (amount.signum() != 0 && amount.abs().compareTo(CENT) < 0) {
      return "less than 0.01 " + currency;
    }
    return String.format(
        Locale.ROOT, "%,.2f %s", amount.setScale(2, RoundingMode.HALF_UP), currency);
  }
}
