package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.TransportError;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Every capability claimed is proved by its theme, and every one that is missing is refused. Stands
 * beside the themes, all nested in one contract test, so that none is forgotten.
 */
public abstract class CapabilityTck extends TransportTck {
  private static final List<Class<? extends TransportTck>> ALWAYS =
      List.of(
          BlueprintTck.class,
          DeployerTck.class,
          ReleaseTck.class,
          DeliveryTck.class,
          ReaderTck.class);

  @Test
  void provesWhatEveryTransportMust() {
    for (Class<? extends TransportTck> theme : ALWAYS) {
      assertThat(isProved(theme)).as("%s is nested here", theme.getSimpleName()).isTrue();
    }
  }

  @Test
  void provesEachCapabilityThatItClaims() {
    for (Capability capability : claimed()) {
      for (Class<? extends TransportTck> theme : themes(capability)) {
        assertThat(isProved(theme))
            .as("%s is claimed, so %s is nested here", capability, theme.getSimpleName())
            .isTrue();
      }
    }
  }

  @Test
  void refusesEachCapabilityThatItLacks() {
    for (Capability missing : EnumSet.allOf(Capability.class)) {
      if (!claimed().contains(missing)) {
        Refusals.assertRefused(fixture(), missing);
      }
    }
  }

  @Test
  void refusesSettingsThatAreMissingOrUnknown() {
    Refusals.assertFails(
        TransportError.INVALID_SETTING,
        () ->
            Settings.check(
                bench().transport().settings(), java.util.Map.of("no-such-setting", "1")));
  }

  @Test
  void explainsEverySetting() {
    bench()
        .transport()
        .settings()
        .forEach(
            setting -> {
              assertThat(setting.label()).isNotBlank();
              assertThat(setting.help()).endsWith(".");
            });
  }

  private Set<Capability> claimed() {
    return bench().transport().capabilities();
  }

  private boolean isProved(Class<? extends TransportTck> theme) {
    Class<?> contract = getClass().getEnclosingClass();
    assertThat(contract).as("the class that the themes are nested in").isNotNull();
    return Arrays.stream(contract.getDeclaredClasses()).anyMatch(theme::isAssignableFrom);
  }

  private static List<Class<? extends TransportTck>> themes(Capability capability) {
    return switch (capability) {
      case ORDER -> List.of(OrderTck.class);
      case PARTITIONS -> List.of(PartitionsTck.class);
      case TRANSACTIONS ->
          List.of(
              TransactionsTck.class,
              SlotsTck.class,
              BundlesTck.class,
              ClassesTck.class,
              LanesTck.class);
      case REPLAY -> List.of(PositionsTck.class, TrafficTck.class);
      case HEADERS -> List.of(HeadersTck.class);
      case TOMBSTONES -> List.of(TombstonesTck.class);
      case ACCESS_CONTROL -> List.of(AccessControlTck.class);
      case CREDENTIALS -> List.of(CredentialsTck.class);
      case ADOPTION -> List.of(AdoptionTck.class, DiscoveryTck.class);
      case CONSUMER_LAG -> List.of(ConsumerLagTck.class);
    };
  }
}
