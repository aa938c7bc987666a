package io.meshwork.transport.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.DataSize;
import io.meshwork.transport.eventbridge.PriceList.Flow;
import io.meshwork.transport.eventbridge.PriceList.Kept;
import io.meshwork.transport.eventbridge.PriceList.Load;
import io.meshwork.transport.spi.PriceItem;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriceListTests {
  private static final Flow KNOWN = new Flow("orders", new DataSize(1 << 20));
  private static final Flow UNKNOWN = new Flow("stock", null);

  @Test
  void reckonsChunksRequestsAndArchivesFromRates() {
    List<PriceItem> items =
        PriceList.of(
            new Load(
                "us-east-1",
                new DataSize(128 << 10),
                List.of(KNOWN),
                List.of(),
                List.of(),
                List.of(KNOWN),
                List.of(new Kept(KNOWN, Duration.ofDays(1)))));

    // 8 events of 2 chunks a second, for 730 hours.
    assertThat(item(items, "events published").quantity()).isEqualByComparingTo("42.048");
    assertThat(item(items, "queue requests").quantity()).isEqualByComparingTo("50.458");
    assertThat(item(items, "archive processing").quantity()).isEqualByComparingTo("2566.406");
    assertThat(item(items, "archive storage").quantity()).isEqualByComparingTo("84.375");
    assertThat(items).extracting(PriceItem::what).doesNotContain("API destinations", "replay");
    assertThat(items)
        .allSatisfy(
            each -> {
              assertThat(each.source()).startsWith("https://aws.amazon.com/");
              assertThat(each.asOf()).isAfter(LocalDate.of(2026, 1, 1));
              assertThat(each.note()).contains("By the known rates");
            });
  }

  @Test
  void saysWhatNobodyKnows() {
    List<PriceItem> items =
        PriceList.of(
            new Load(
                "eu-north-1",
                new DataSize(1 << 10),
                List.of(KNOWN, UNKNOWN),
                List.of(KNOWN),
                List.of(UNKNOWN),
                List.of(),
                List.of(new Kept(UNKNOWN, Duration.ofDays(1)))));

    assertThat(item(items, "events published").quantity()).isNull();
    assertThat(item(items, "events published").note())
        .contains("of us-east-1; the one of eu-north-1 is not known", "the rate of 'stock'");
    assertThat(item(items, "events to other buses").quantity()).isPositive();
    assertThat(item(items, "API destinations").quantity()).isNull();
    assertThat(item(items, "archive storage").quantity()).isNull();
    assertThat(item(items, "archive processing").quantity()).isNull();
  }

  @Test
  void knowsThePriceOfWhatNoPlanMakes() {
    assertThat(PriceList.unit("replay", "us-east-1").unitPrice()).isPositive();
    assertThat(PriceList.unit("schema discovery", "us-east-1").quantity()).isNull();
  }

  private static PriceItem item(List<PriceItem> items, String what) {
    return items.stream().filter(each -> each.what().equals(what)).findFirst().orElseThrow();
  }
}
