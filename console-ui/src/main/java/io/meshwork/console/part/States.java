package io.meshwork.console.part;

import io.meshwork.controlplane.catalog.SubscriptionStatus;
import io.meshwork.model.catalog.GrantState;
import java.util.Locale;

/** States in words and colours: the one list. */
public final class States {
  private States() {}

  /** Of a subscription. */
  public static Badge of(SubscriptionStatus.State state) {
    return new Badge(
        state.name().toLowerCase(Locale.ROOT),
        switch (state) {
          case ACTIVE -> Badge.Tone.GOOD;
          case FAILED -> Badge.Tone.BAD;
          case REQUESTED, APPROVED, PROVISIONING -> Badge.Tone.WAITING;
          case PAUSED, RETIRED -> Badge.Tone.PLAIN;
        });
  }

  /** Of a grant. */
  public static Badge of(GrantState state) {
    return new Badge(
        state.name().toLowerCase(Locale.ROOT),
        switch (state) {
          case APPROVED -> Badge.Tone.GOOD;
          case PENDING -> Badge.Tone.WAITING;
          case REJECTED, REVOKED, EXPIRED -> Badge.Tone.BAD;
        });
  }

  /** Of a link, as reports and documents spell it. */
  public static Badge ofLink(String state) {
    return new Badge(
        state,
        switch (state) {
          case "running" -> Badge.Tone.GOOD;
          case "stopped" -> Badge.Tone.BAD;
          default -> Badge.Tone.WAITING;
        });
  }
}
