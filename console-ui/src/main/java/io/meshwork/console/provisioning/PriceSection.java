package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.meshwork.api.PlanDocument.Price;
import io.meshwork.console.part.Badge;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a plan costs by month: in all, by broker, by item with where the price stands. */
final class PriceSection extends Div {
  private static final long serialVersionUID = 1L;

  PriceSection(List<Price> prices) {
    addClassName("stack");
    setId("prices");
    Map<String, List<Price>> byBroker =
        prices.stream()
            .collect(Collectors.groupingBy(Price::broker, TreeMap::new, Collectors.toList()));
    byBroker.forEach((broker, all) -> add(broker(broker, all)));
  }

  private static Component broker(String broker, List<Price> prices) {
    Div card = new Div(new H3(broker));
    card.addClassName("line");
    for (Costs costs : Costs.of(prices)) {
      card.add(
          amounts(
              Costs.signed(costs.change(), costs.currency()) + " a month by this plan",
              Costs.money(costs.monthly(), costs.currency()) + " a month then"));
    }
    List<Price> unknown = prices.stream().filter(PriceSection::isUnknown).toList();
    for (Price price : unknown) {
      String note = price.note();
      Paragraph words =
          new Paragraph(
              new Badge("not known", Badge.Tone.WAITING),
              new Span(
                  " %s: %s"
                      .formatted(
                          price.what(),
                          note == null ? "How much of it is used is not known." : note)));
      card.add(words);
    }
    List<Component> items = new ArrayList<>();
    prices.forEach(price -> items.add(item(price)));
    Div body = new Div(items.toArray(Component[]::new));
    Details details =
        new Details(prices.size() == 1 ? "1 price" : prices.size() + " prices, item by item", body);
    card.add(details);
    return card;
  }

  private static boolean isUnknown(Price price) {
    return price.after() == null || price.quantity() == null;
  }

  private static Component item(Price price) {
    BigDecimal after = price.after();
    BigDecimal change = Costs.times(price.quantity(), price);
    BigDecimal monthly = Costs.times(after, price);
    Span what = new Span(price.what());
    what.addClassName("price-what");
    Div line =
        new Div(
            what,
            amounts(
                change == null
                    ? "change not known"
                    : Costs.signed(change, price.currency()) + " by this plan",
                monthly == null || after == null
                    ? "amount not known"
                    : "%s then: %s × %s %s by %s"
                        .formatted(
                            Costs.money(monthly, price.currency()),
                            plain(after),
                            plain(price.unitPrice()),
                            price.currency(),
                            price.unit())));
    line.addClassName("line");
    String note = price.note();
    Div small =
        new Div(
            "%sPrice by %s, as of %s."
                .formatted(note == null ? "" : note + " ", price.source(), price.asOf()));
    small.addClassNames("muted", "small");
    line.add(small);
    return line;
  }

  private static String plain(BigDecimal number) {
    BigDecimal bare = number.stripTrailingZeros();
    return (bare.scale() < 0 ? bare.setScale(0) : bare).toPlainString();
  }

  private static Div amounts(String change, String then) {
    Span first = new Span(change);
    first.addClassNames("number", "price-change");
    Span second = new Span(then);
    second.addClassNames("number", "muted");
    Div row = new Div(first, second);
    row.addClassName("row");
    return row;
  }
}
