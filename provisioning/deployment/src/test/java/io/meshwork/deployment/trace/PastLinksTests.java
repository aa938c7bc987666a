package io.meshwork.deployment.trace;

import static io.meshwork.deployment.trace.Lives.NOON;
import static io.meshwork.deployment.trace.Lives.link;
import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.store.StoredLink;
import io.meshwork.deployment.store.StoredManifest;
import io.meshwork.deployment.store.SwitchHistory.Switched;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.RegionName;
import io.meshwork.planner.DesiredLink;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PastLinksTests {
  private static final DesiredLink NARROW = link("{\"data\":{\"a\":[1]}}");
  private static final DesiredLink WIDE = link(null);

  private static StoredManifest manifest(String region, @Nullable DesiredLink link) {
    return new StoredManifest(
        new RegionName(region),
        3,
        new TreeMap<>(
            link == null ? Map.of() : Map.of(link.id(), new StoredLink(link, 1, List.of()))),
        List.of());
  }

  private static Switched switched(
      long seconds, String region, @Nullable DesiredLink before, @Nullable DesiredLink after) {
    return new Switched(
        NOON.plusSeconds(seconds),
        new Step.Switch(
            1,
            new RegionName(region),
            List.of(new Step.LinkChange(WIDE.id(), before, after, List.of()))));
  }

  private static PastLinks past(List<StoredManifest> now, List<Switched> switches, boolean whole) {
    return new PastLinks(Lives.TYPE, now, switches, whole, NOON.minusSeconds(3600));
  }

  @Test
  void takesSwitchesBackOneByOne() {
    PastLinks past =
        past(
            List.of(manifest("us", WIDE)),
            List.of(switched(20, "us", NARROW, WIDE), switched(10, "us", null, NARROW)),
            true);

    LinkLife life = past.from(NOON).getFirst();
    assertThat(life.certain()).isTrue();
    assertThat(life.at(NOON)).isNull();
    assertThat(life.at(NOON.plusSeconds(15))).isEqualTo(NARROW);
    assertThat(life.at(NOON.plusSeconds(20))).isEqualTo(WIDE);
    assertThat(life.now()).isEqualTo(WIDE);
    assertThat(life.cameAfter(NOON)).isEqualTo(NOON.plusSeconds(10));
    assertThat(life.between(NOON, NOON.plusSeconds(12))).containsExactly(NARROW);
    assertThat(past.knows(WIDE.id())).isTrue();
  }

  @Test
  void knowsALinkThatWent() {
    PastLinks past = past(List.of(), List.of(switched(10, "us", WIDE, null)), true);

    LinkLife life = past.from(NOON).getFirst();
    assertThat(life.went()).isEqualTo(NOON.plusSeconds(10));
    assertThat(life.shown(NOON.plusSeconds(60))).isEqualTo(WIDE);
    assertThat(past.from(NOON.plusSeconds(30))).isEmpty();
  }

  @Test
  void joinsALinkThatMovedFromRegionToRegion() {
    PastLinks past =
        past(
            List.of(manifest("us", WIDE), manifest("eu", null)),
            List.of(switched(11, "us", null, WIDE), switched(10, "eu", NARROW, null)),
            true);

    assertThat(past.from(NOON))
        .singleElement()
        .satisfies(
            life -> {
              assertThat(life.at(NOON)).isEqualTo(NARROW);
              assertThat(life.at(NOON.plusSeconds(11))).isEqualTo(WIDE);
            });
  }

  @Test
  void saysWhereChangesDoNotJoinOrAreNotAllKnown() {
    assertThat(
            past(List.of(manifest("us", WIDE)), List.of(switched(10, "us", null, NARROW)), true)
                .from(NOON)
                .getFirst()
                .certain())
        .isFalse();
    assertThat(
            past(List.of(manifest("us", WIDE)), List.of(), false).from(NOON).getFirst().certain())
        .isFalse();
  }

  @Test
  void leavesOtherEventTypesOut() {
    PastLinks past =
        new PastLinks(
            new EventTypeName("other.type"), List.of(manifest("us", WIDE)), List.of(), true, NOON);

    assertThat(past.from(NOON)).isEmpty();
    assertThat(past.knows(WIDE.id())).isFalse();
  }
}
