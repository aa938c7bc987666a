package io.meshwork.transport.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class QuotaTests {
  @Test
  void saysThingNumberLimitAndRemedy() {
    assertThat(Quota.RULES.broken("Bus 'mesh-orders'", 301, 300))
        .isEqualTo(
            "Bus 'mesh-orders' has 301 rules; the quota 'Number of rules' allows 300. Ask AWS to raise it, then set 'rulesPerBus' of the broker.");
    assertThat(Quota.TARGETS.broken("Rule 'r'", 6, 5)).endsWith("AWS does not raise it.");
  }

  @Test
  void hasASettingOfItsOwnForEachQuotaThatCanBeRaised() {
    assertThat(Arrays.stream(Quota.values()).map(Quota::setting).filter(Objects::nonNull))
        .doesNotHaveDuplicates()
        .allMatch(setting -> setting.matches("[a-z][A-Za-z]+"));
    assertThat(Arrays.stream(Quota.values()).map(Quota::title)).doesNotHaveDuplicates();
    assertThat(Quota.PATTERN_SIZE.byDefault()).isEqualTo(2_048);
    assertThat(Quota.PUT_EVENTS_SIZE.byDefault()).isEqualTo(262_144);
  }
}
