package io.meshwork.deployment.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.TraceDocument.Reason;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.EventTypeSelector;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.Place;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.model.catalog.SubscriptionLife;
import io.meshwork.model.catalog.SubscriptionSpec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StandingTests {
  private static final GrantKey KEY =
      new GrantKey(new SubscriptionName("mine"), new EventTypeName("orders.placed"));

  private static SubscriptionSpec spec(SubscriptionLife life) {
    return new SubscriptionSpec(
        new ApplicationName("app"),
        List.of(new EventTypeSelector("orders.placed")),
        null,
        List.of(),
        null,
        new Place.AtBroker(new BrokerName("us")),
        DeliveryClass.AT_LEAST_ONCE,
        null,
        new StartAt.Latest(),
        null,
        false,
        life);
  }

  private static @Nullable Grant grant(@Nullable GrantState state) {
    return state == null ? null : new Grant(KEY, state, null, null);
  }

  private static Standing of(@Nullable GrantState then, @Nullable GrantState now) {
    SubscriptionSpec runs = spec(SubscriptionLife.RUNNING);
    return new Standing(KEY, runs, runs, grant(then), grant(now));
  }

  @Test
  void saysNothingOfASubscriptionThatWasAndIsGranted() {
    assertThat(of(GrantState.APPROVED, GrantState.APPROVED).verdict()).isNull();
  }

  @Test
  void namesTheStateOfAGrantThatDidNotHold() {
    for (GrantState state :
        List.of(GrantState.PENDING, GrantState.REJECTED, GrantState.REVOKED, GrantState.EXPIRED)) {
      Verdict verdict = of(state, state).verdict();
      assertThat(verdict).isNotNull();
      assertThat(verdict.reason()).isEqualTo(Reason.NO_GRANT);
      assertThat(verdict.text()).containsIgnoringCase(state.name());
      assertThat(verdict.next()).isNotNull();
    }
    assertThat(of(null, null).verdict().text()).contains("nobody had asked");
  }

  @Test
  void saysWhenAGrantCameLaterOrWentSince() {
    assertThat(of(GrantState.PENDING, GrantState.APPROVED).verdict().text())
        .contains("pending", "granted later than this event");
    Verdict revoked = of(GrantState.APPROVED, GrantState.REVOKED).verdict();
    assertThat(revoked.reason()).isEqualTo(Reason.NO_GRANT);
    assertThat(revoked.text()).contains("since the grant was revoked");
  }

  @Test
  void saysThatItWasOrIsPaused() {
    Grant held = grant(GrantState.APPROVED);
    SubscriptionSpec runs = spec(SubscriptionLife.RUNNING);
    SubscriptionSpec paused = spec(SubscriptionLife.PAUSED);

    for (Standing each :
        List.of(
            new Standing(KEY, paused, paused, held, held),
            new Standing(KEY, runs, paused, held, held),
            new Standing(KEY, paused, runs, held, held))) {
      assertThat(each.verdict().reason()).isEqualTo(Reason.PAUSED);
    }
    assertThat(new Standing(KEY, runs, paused, held, held).verdict().next()).contains("Resume");
  }

  @Test
  void saysThatItAskedLaterOrAsksNoMore() {
    Grant held = grant(GrantState.APPROVED);
    SubscriptionSpec runs = spec(SubscriptionLife.RUNNING);

    assertThat(new Standing(KEY, null, runs, null, held).verdict().reason())
        .isEqualTo(Reason.STARTED_LATER);
    assertThat(new Standing(KEY, runs, null, held, held).verdict().reason())
        .isEqualTo(Reason.NO_LINK);
  }
}
