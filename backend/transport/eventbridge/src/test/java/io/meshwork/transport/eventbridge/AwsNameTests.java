package io.meshwork.transport.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AwsNameTests {
  @Property(tries = 100)
  void twoTextsNeverShareAName(@ForAll long seed) {
    Random random = new Random(seed);
    for (AwsName kind : AwsName.values()) {
      Map<String, String> texts = new HashMap<>();
      for (int i = 0; i < 200; i++) {
        String text = adversarial(random, kind);
        String name = kind.of("mesh", text);
        String other = texts.put(name.toLowerCase(Locale.ROOT), text);

        assertThat(other == null || other.equals(text))
            .as("%s: %s, %s", name, text, other)
            .isTrue();
        assertThat(name).hasSizeLessThanOrEqualTo(kind.longest()).startsWith("mesh-");
        assertThat(name).matches(kind == AwsName.QUEUE ? "[A-Za-z0-9_-]+" : "[A-Za-z0-9._-]+");
        assertThat(kind.of("mesh", text)).isEqualTo(name);
      }
    }
  }

  /** Few signs, lengths around the limit, long common beginnings, and names that names get. */
  private static String adversarial(Random random, AwsName kind) {
    if (random.nextInt(10) == 0) {
      return kind.of("mesh", "x".repeat(random.nextInt(400))).substring("mesh-".length());
    }
    String signs = random.nextBoolean() ? "ab" : "aA._-~é\uD800\uD801/ ";
    int length = random.nextBoolean() ? random.nextInt(5) : kind.longest() - 8 + random.nextInt(16);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      boolean common = length > 8 && i < length - 3;
      text.append(common ? 'a' : signs.charAt(random.nextInt(signs.length())));
    }
    return text.toString();
  }

  @Test
  void keepsNamesOfTheCatalogReadable() {
    assertThat(AwsName.BUS.of("mesh", "orders.order.placed")).isEqualTo("mesh-orders.order.placed");
    assertThat(AwsName.QUEUE.of("mesh", "orders.order-placed"))
        .isEqualTo("mesh-orders_order-placed");
    assertThat(AwsName.RULE.of("mesh", "billing_eu")).isEqualTo("mesh-billing_eu");
  }

  @Test
  void givesTheNamesThatItGaveYesterday() {
    assertThat(AwsName.QUEUE.of("mesh", "billing_eu"))
        .isEqualTo("mesh-billing_eu--c5abxzo3ex4o2gdkt54e3vvkex");
    assertThat(AwsName.ARCHIVE.of("mesh", "a".repeat(60))).startsWith("mesh-aaaaaaaaaaaaaaa--");
  }

  @ParameterizedTest
  @EnumSource(AwsName.class)
  void refusesAPrefixThatMayMeetAnother(AwsName kind) {
    assertThatIllegalArgumentException().isThrownBy(() -> kind.of("mesh-a", "b"));
  }
}
