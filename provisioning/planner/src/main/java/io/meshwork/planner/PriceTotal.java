package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one broker costs by month after a plan, as far as it is known.
 *
 * @param broker where
 * @param currency ISO 4217; a broker whose prices are in two has two totals
 * @param monthly all that is known, after the plan
 * @param change what the plan adds to that, negative for less
 * @param unknown what is in neither number, each with why
 */
public record PriceTotal(
    BrokerName broker,
    String currency,
    BigDecimal monthly,
    BigDecimal change,
    List<String> unknown) {
  /** Copies. */
  public PriceTotal {
    unknown = List.copyOf(unknown);
  }

  /** The totals of a plan's prices, by broker and currency. */
  public static List<PriceTotal> of(List<PriceChange> changes) {
    SortedMap<String, PriceTotal> totals = new TreeMap<>();
    for (PriceChange change : changes) {
      String currency = change.item().currency();
      totals.merge(
          change.broker() + " " + currency, of(change, currency), (one, other) -> one.plus(other));
    }
    return List.copyOf(totals.values());
  }

  private static PriceTotal of(PriceChange change, String currency) {
    BigDecimal monthly = change.monthly();
    BigDecimal amount = change.amount();
    String why = change.unknown();
    return new PriceTotal(
        change.broker(),
        currency,
        monthly == null ? BigDecimal.ZERO : monthly,
        amount == null ? BigDecimal.ZERO : amount,
        why == null ? List.of() : List.of(change.item().what() + ": " + why));
  }

  private PriceTotal plus(PriceTotal other) {
    List<String> both = new ArrayList<>(unknown);
    both.addAll(other.unknown);
    return new PriceTotal(
        broker, currency, monthly.add(other.monthly), change.add(other.change), both);
  }
}
