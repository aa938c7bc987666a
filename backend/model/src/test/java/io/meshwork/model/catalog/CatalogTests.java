package io.meshwork.model.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.DataSize;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.TransportName;
import io.meshwork.model.pattern.Condition;
import io.meshwork.model.pattern.EventPattern;
import io.meshwork.model.pattern.PatternNode;
import io.meshwork.model.pattern.PatternObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTests {
  private static EventTypeSpec type(
      int partitions, Duration retention, Lifecycle life, Sunset sunset) {
    return type(partitions, retention, new DataSize(1), life, sunset);
  }

  private static EventTypeSpec type(
      int partitions, Duration retention, DataSize maxSize, Lifecycle life, Sunset sunset) {
    return new EventTypeSpec(
        "",
        new SchemaSpec(SchemaFormat.JSON_SCHEMA, new JsonText("{}")),
        Compatibility.NONE,
        null,
        partitions,
        retention,
        null,
        maxSize,
        DeliveryClass.AT_MOST_ONCE,
        Classification.PUBLIC,
        Visibility.PUBLIC,
        Access.OPEN,
        Routing.SMART,
        Set.of(new Jurisdiction("eu")),
        List.of(),
        null,
        life,
        sunset,
        Map.of());
  }

  private static SubscriptionSpec subscription(List<EventTypeSelector> selectors) {
    return new SubscriptionSpec(
        new ApplicationName("a"),
        selectors,
        null,
        List.of(),
        null,
        new Place.AtBroker(new BrokerName("k")),
        DeliveryClass.AT_MOST_ONCE,
        null,
        new StartAt.Latest(),
        null,
        true,
        SubscriptionLife.RUNNING);
  }

  @Test
  void anEventTypeHasPartitionsARetentionAndASunsetOnlyWhenDeprecated() {
    Sunset sunset = new Sunset(Instant.EPOCH, "use b");

    assertThat(type(1000, Duration.ofDays(1), Lifecycle.ACTIVE, null).partitions()).isEqualTo(1000);
    assertThat(type(1, Duration.ofDays(1), Lifecycle.DEPRECATED, sunset).sunset())
        .isEqualTo(sunset);
    assertThatThrownBy(() -> type(0, Duration.ofDays(1), Lifecycle.ACTIVE, null))
        .hasMessageContaining("between 1 and 1000");
    assertThatThrownBy(() -> type(1001, Duration.ofDays(1), Lifecycle.ACTIVE, null))
        .hasMessageContaining("1001");
    assertThatThrownBy(() -> type(1, Duration.ZERO, Lifecycle.ACTIVE, null))
        .hasMessageContaining("retention");
    assertThatThrownBy(() -> type(1, Duration.ofDays(1), new DataSize(0), Lifecycle.ACTIVE, null))
        .hasMessageContaining("maxSize is 0");
    assertThatThrownBy(() -> type(1, Duration.ofDays(1), Lifecycle.ACTIVE, sunset))
        .isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> type(1, Duration.ofDays(1), Lifecycle.DEPRECATED, null))
        .isInstanceOf(MeshException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "orders.*,orders.a,true",
    "orders.*,orders.,false",
    "orders.*,order.a,false",
    "*,a,true",
    "a,a,true",
    "a,b,false",
    "*.b.*c,a.b.xc,true",
    "*.b.*c,a.b.x,false",
    "a*b*c,axxbyyc,true",
    "a*,a,true",
    "*a*a*,aa,true",
    "*a*a*,ba,false"
  })
  void aSelectorMatchesNamesByStars(String selector, String name, boolean matches) {
    if (!name.endsWith(".")) {
      assertThat(new EventTypeSelector(selector).matches(new EventTypeName(name)))
          .isEqualTo(matches);
    }
    assertThat(new EventTypeSelector(selector)).hasToString(selector);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "a b", ".a", "*a*a*a*a*a*a*a*a*"})
  void aSelectorThatNoNameCouldMatchIsRefused(String selector) {
    assertThatThrownBy(() -> new EventTypeSelector(selector)).isInstanceOf(MeshException.class);
  }

  @Test
  void aSubscriptionNames1To100EventTypes() {
    SubscriptionSpec spec =
        subscription(List.of(new EventTypeSelector("a.*"), new EventTypeSelector("b")));

    assertThat(spec.selects(new EventTypeName("a.x"))).isTrue();
    assertThat(spec.selects(new EventTypeName("c"))).isFalse();
    assertThatThrownBy(() -> subscription(List.of())).hasMessageContaining("1 to 100");
    assertThatThrownBy(() -> subscription(Collections.nCopies(101, new EventTypeSelector("a"))))
        .hasMessageContaining("101");
  }

  @Test
  void valuesThatCannotBeAreRefused() {
    assertThatThrownBy(() -> new Rate(0, null)).isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> new Rate(null, new DataSize(0))).isInstanceOf(MeshException.class);
    assertThat(new Rate(1, new DataSize(1)).eventsPerSecond()).isEqualTo(1);
    assertThatThrownBy(() -> new Retry(0, Duration.ZERO, Duration.ZERO))
        .isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> new Retry(1, Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(MeshException.class);
    assertThat(new Retry(1, Duration.ZERO, Duration.ZERO).attempts()).isEqualTo(1);
    assertThatThrownBy(() -> new Reach(new RegionName("eu"), 0)).hasMessageContaining("'eu'");
    assertThat(new Reach(new RegionName("eu"), 1).cost()).isEqualTo(1);
    assertThatThrownBy(() -> new Member(" ", TeamRole.OWNER)).isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> new Jurisdiction("EU")).isInstanceOf(MeshException.class);
    assertThatThrownBy(() -> new Environment("")).isInstanceOf(MeshException.class);
    assertThat(new Environment("prod")).hasToString("prod");
    assertThat(new Jurisdiction("eu")).hasToString("eu");
    assertThatThrownBy(() -> new FreezeWindow(Instant.EPOCH, Instant.EPOCH, ""))
        .isInstanceOf(MeshException.class);
    assertThat(new FreezeWindow(Instant.EPOCH, Instant.EPOCH.plusSeconds(1), "r").reason())
        .isEqualTo("r");
  }

  @Test
  void aBrokerWithoutTeamsAdmitsEveryTeam() {
    TeamName team = new TeamName("t");
    BrokerSpec open =
        new BrokerSpec(
            new TransportName("memory"), new RegionName("eu"), Map.of(), List.of(), false);
    BrokerSpec other =
        new BrokerSpec(
            open.transport(), open.region(), Map.of(), List.of(new TeamName("u")), false);

    assertThat(open.admits(team)).isTrue();
    assertThat(other.admits(team)).isFalse();
    assertThat(other.admits(new TeamName("u"))).isTrue();
  }

  @Test
  void aResourceOfTheMeshHasNoTeam() {
    TeamSpec spec = new TeamSpec(List.of(new Member("s", TeamRole.MEMBER)), null);
    TeamName name = new TeamName("t");

    assertThat(new Entity<>(name, new UUID(0, 1), Metadata.of(name), spec).team()).isEqualTo(name);
    assertThatThrownBy(() -> new Entity<>(name, new UUID(0, 1), Metadata.ofMesh(), spec).team())
        .hasMessageContaining("no team");
  }

  @Test
  void grantsAreOrderedBySubscriptionThenEventType() {
    GrantKey first = new GrantKey(new SubscriptionName("a"), new EventTypeName("y"));
    GrantKey second = new GrantKey(new SubscriptionName("b"), new EventTypeName("x"));
    GrantKey third = new GrantKey(new SubscriptionName("b"), new EventTypeName("y"));

    assertThat(new ArrayList<>(List.of(third, second, first)).stream().sorted())
        .containsExactly(first, second, third);
    assertThat(new Grant(first, GrantState.PENDING, null, null).key()).isEqualTo(first);
    assertThat(CatalogSnapshot.empty().grants()).isEmpty();
  }

  @Test
  void collectionsAreCopied() {
    List<EventTypeSelector> selectors = new ArrayList<>(List.of(new EventTypeSelector("a")));
    SubscriptionSpec spec = subscription(selectors);
    selectors.clear();
    PatternNode.Conditions conditions =
        new PatternNode.Conditions(
            List.of(new Condition.AnythingBut(List.of(new Condition.Exists(true)))));
    PatternObject root = new PatternObject(Map.of("a", conditions), List.of(List.of()));

    assertThat(spec.eventTypes()).hasSize(1);
    assertThat(new EventPattern(new JsonText("{}"), root).root().fields()).containsKey("a");
    assertThatThrownBy(() -> root.fields().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(new Place.AtEndpoint(new BrokerName("k"), "webhook", Map.of()).settings()).isEmpty();
    assertThat(new ApplicationSpec(Map.of(new BrokerName("k"), "p")).principals()).hasSize(1);
    assertThat(
            new RegionSpec(
                    new Jurisdiction("eu"),
                    new Environment("dev"),
                    List.of(),
                    AutoApply.SAFE,
                    List.of(),
                    false)
                .reaches())
        .isEmpty();
    assertThat(new StartAt.Moment(Instant.EPOCH).at()).isEqualTo(Instant.EPOCH);
  }
}
