package io.meshwork.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.PublicationName;
import io.meshwork.model.Revision;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A state made from another catalog's is the one that is made from nothing. */
class RenewalPropertyTests {
  private static final int TRIES = 400;
  private final Planner planner = new Planner(World.TRANSPORTS);

  @Property(tries = TRIES)
  void renewedIsAsFromNothing(@ForAll long seed, @ForAll long edits) {
    CatalogSnapshot whole = RandomCatalogs.of(seed, 8).build().build();
    CatalogSnapshot other = RandomCatalogs.of(seed, 8).otherWishes(edits).build().build();
    CatalogSnapshot before = thinned(mixed(whole, other, new Random(edits)), new Random(edits));
    CatalogSnapshot after = thinned(whole, new Random(edits + 1));

    DesiredState known = planner.desired(before);
    DesiredState fresh = planner.desired(after);
    DesiredState renewed = new StateRenewal(before, known, after, World.TRANSPORTS).renewed();

    // Faults are only found in what is damaged, and the planner damages nothing.
    assertThat(renewed).isNotNull();
    assertEqual(renewed, fresh);
  }

  @Property(tries = TRIES)
  void renewedAgainAndAgainIsAsFromNothing(@ForAll long seed, @ForAll long edits) {
    Random random = new Random(edits);
    CatalogSnapshot whole = RandomCatalogs.of(seed, 6).choosy().build().build();
    CatalogSnapshot before = whole;
    DesiredState state = planner.desired(before);
    for (int i = 0; i < 4; i++) {
      CatalogSnapshot after = thinned(i % 2 == 0 ? before : whole, random);
      state = planner.desired(after, before, state);
      before = after;
    }

    assertEqual(state, planner.desired(before));
  }

  private static void assertEqual(DesiredState one, DesiredState other) {
    assertThat(one.refusals()).isEqualTo(other.refusals());
    assertThat(one.routes()).isEqualTo(other.routes());
    assertThat(one.manifests()).isEqualTo(other.manifests());
    assertThat(one.owners()).isEqualTo(other.owners());
    assertThat(one.brokers()).isEqualTo(other.brokers());
    assertThat(one).isEqualTo(other);
  }

  /** With a few subscriptions, and what was granted them, as they are in the other. */
  private static CatalogSnapshot mixed(
      CatalogSnapshot catalog, CatalogSnapshot other, Random random) {
    var subscriptions = new HashMap<>(catalog.subscriptions());
    Map<GrantKey, Grant> grants = new HashMap<>(catalog.grants());
    var names = few(other.subscriptions().keySet(), random, Comparator.naturalOrder());
    names.forEach(name -> subscriptions.put(name, other.subscriptions().get(name)));
    grants.keySet().removeIf(key -> names.contains(key.subscription()));
    other
        .grants()
        .forEach(
            (key, grant) -> {
              if (names.contains(key.subscription())) {
                grants.put(key, grant);
              }
            });
    return new CatalogSnapshot(
        catalog.revision(),
        catalog.teams(),
        catalog.applications(),
        catalog.regions(),
        catalog.brokers(),
        catalog.eventTypes(),
        catalog.publications(),
        subscriptions,
        grants);
  }

  /** Without a few entries, and with a few words taken back. */
  private static CatalogSnapshot thinned(CatalogSnapshot catalog, Random random) {
    Set<PublicationName> publications =
        few(catalog.publications().keySet(), random, Comparator.naturalOrder());
    Set<SubscriptionName> subscriptions =
        few(catalog.subscriptions().keySet(), random, Comparator.naturalOrder());
    Set<EventTypeName> types =
        random.nextInt(3) > 0
            ? Set.of()
            : few(catalog.eventTypes().keySet(), random, Comparator.naturalOrder());
    Set<GrantKey> grants = few(catalog.grants().keySet(), random, Comparator.naturalOrder());
    Map<GrantKey, Grant> words = new HashMap<>(without(catalog.grants(), Set.of()));
    words.keySet().removeIf(key -> subscriptions.contains(key.subscription()));
    words.keySet().removeIf(key -> types.contains(key.eventType()));
    words.replaceAll(
        (key, grant) ->
            grants.contains(key)
                ? new Grant(key, GrantState.REVOKED, grant.filter(), grant.expiresAt())
                : grant);
    return new CatalogSnapshot(
        new Revision(catalog.revision().number() + 1),
        catalog.teams(),
        catalog.applications(),
        catalog.regions(),
        catalog.brokers(),
        without(catalog.eventTypes(), types),
        without(catalog.publications(), publications),
        without(catalog.subscriptions(), subscriptions),
        words);
  }

  private static <T> Set<T> few(Collection<T> all, Random random, Comparator<T> order) {
    List<T> sorted = new ArrayList<>(all);
    sorted.sort(order);
    int one = random.nextInt(4);
    return sorted.stream()
        .filter(each -> random.nextInt(1 + sorted.size()) < one)
        .collect(Collectors.toSet());
  }

  private static <K, V> Map<K, V> without(Map<K, V> map, Set<K> keys) {
    Map<K, V> rest = new HashMap<>(map);
    rest.keySet().removeAll(keys);
    return rest;
  }
}
