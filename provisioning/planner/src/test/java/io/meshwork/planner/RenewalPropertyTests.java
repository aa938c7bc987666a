package io.meshwork.planner;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.PublicationName;
import io.meshwork.model.Revision;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.Entity;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.Grant;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.GrantState;
import io.meshwork.model.catalog.Jurisdiction;
import io.meshwork.model.catalog.Routing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    CatalogSnapshot after = reshaped(thinned(whole, new Random(edits + 1)), new Random(edits + 2));

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
      CatalogSnapshot after = reshaped(thinned(i % 2 == 0 ? before : whole, random), random);
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

  /** With a few event types that have another shape, travel otherwise or may not be anywhere. */
  private static CatalogSnapshot reshaped(CatalogSnapshot catalog, Random random) {
    Map<EventTypeName, Entity<EventTypeName, EventTypeSpec>> types =
        new HashMap<>(catalog.eventTypes());
    for (EventTypeName name : few(types.keySet(), random, Comparator.naturalOrder())) {
      var entity = Objects.requireNonNull(types.get(name));
      types.put(
          name,
          new Entity<>(name, entity.uid(), entity.metadata(), reshaped(entity.spec(), random)));
    }
    return new CatalogSnapshot(
        catalog.revision(),
        catalog.teams(),
        catalog.applications(),
        catalog.regions(),
        catalog.brokers(),
        types,
        catalog.publications(),
        catalog.subscriptions(),
        catalog.grants());
  }

  private static EventTypeSpec reshaped(EventTypeSpec spec, Random random) {
    Routing[] routings = Routing.values();
    return new EventTypeSpec(
        spec.title(),
        spec.schema(),
        spec.compatibility(),
        random.nextBoolean() ? spec.key() : null,
        1 + random.nextInt(12),
        spec.retention().plusHours(random.nextInt(3)),
        spec.retainedSize(),
        spec.maxSize(),
        spec.delivery(),
        spec.classification(),
        spec.visibility(),
        spec.access(),
        routings[random.nextInt(routings.length)],
        random.nextBoolean() ? spec.residency() : Set.of(new Jurisdiction("nowhere")),
        spec.examples(),
        spec.successorOf(),
        spec.lifecycle(),
        spec.sunset(),
        spec.pins());
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
