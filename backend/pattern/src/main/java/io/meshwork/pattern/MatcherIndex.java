package io.meshwork.pattern;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.catalog.EventTypeSelector;
import io.meshwork.model.pattern.EventPattern;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Who gets an event, of many subscribers that each ask for event types and may filter. Built once,
 * then immutable and thread-safe; a change builds a new one.
 *
 * <p>Invariant: the answer is that of asking every subscriber in turn. It is found through buckets:
 * which subscribers ask for an event type, and what is left of their filters once {@code type} is
 * known, is worked out at that type's first event and kept. So neither the number of subscribers of
 * other types nor prefixes on the type cost anything per event. Subscribers with the same selectors
 * share one engine; what buckets keep for themselves is bounded, and types beyond the bound are
 * matched by one engine that holds all filters.
 *
 * @param <T> a subscriber, by equality
 */
public final class MatcherIndex<T> {
  /** Event types whose buckets are kept; of more, all are forgotten and made anew. */
  private static final int MAX_EVENT_TYPES = 10_000;

  /**
   * Values of {@code type}, beside the event type's own name, that get buckets of their own. A
   * publisher who makes up ever new ones is served by one bucket that evaluates {@code type} too.
   */
  private static final int MAX_SHOWN_TYPES = 16;

  /** So many subscribers with the same selectors share an engine; fewer are copied into buckets. */
  private static final int FAMILY = 32;

  private final List<T> who;
  private final List<Subscriber> subscribers;
  private final long maxRules;
  private final Map<EventTypeName, List<Subscriber>> exact = new HashMap<>();
  private final List<Subscriber> selecting = new ArrayList<>();
  private final List<Family> families = new ArrayList<>();
  private final EventTree trees;
  private final boolean typeMatters;
  private final Map<EventTypeName, Buckets> buckets = new ConcurrentHashMap<>();
  private final AtomicLong rules = new AtomicLong();
  private volatile @Nullable Rules<Subscriber> everything;
  private volatile @Nullable MatcherIndex<T> withoutData;

  private MatcherIndex(Builder<T> builder, long maxRules) {
    this.who = List.copyOf(builder.places.keySet());
    this.subscribers = List.copyOf(builder.subscribers);
    this.maxRules = maxRules;
    Set<String> steps = new HashSet<>();
    Map<Set<EventTypeSelector>, List<Subscriber>> bySelectors = new LinkedHashMap<>();
    boolean typed = false;
    for (Subscriber subscriber : subscribers) {
      for (EventTypeName type : subscriber.exact()) {
        exact.computeIfAbsent(type, t -> new ArrayList<>()).add(subscriber);
      }
      if (!subscriber.selectors().isEmpty()) {
        bySelectors.computeIfAbsent(subscriber.selectors(), s -> new ArrayList<>()).add(subscriber);
      }
      for (EventPattern pattern : subscriber.filter().patterns()) {
        PatternFields.collectSteps(pattern.root(), steps);
        typed |= EventPatterns.constrainsType(pattern);
      }
    }
    for (List<Subscriber> members : bySelectors.values()) {
      if (members.size() >= FAMILY) {
        families.add(Family.of(members));
      } else {
        selecting.addAll(members);
      }
    }
    this.trees = new EventTree(steps);
    this.typeMatters = typed;
  }

  /** An index without subscribers, to add to. */
  public static <T> Builder<T> builder() {
    return new Builder<>();
  }

  /** How many subscriptions were added. */
  public int size() {
    return subscribers.size();
  }

  /** Who gets the event. Never fails, whatever the payload. */
  public MatchResult<T> match(EventView event) {
    MatchResult<T> result = matchAsSeen(event);
    return result.dataUnreadable()
        ? result.among(withoutData().matchAsSeen(event).subscribers())
        : result;
  }

  /** Those that read payloads, by what else they ask. */
  private MatcherIndex<T> withoutData() {
    MatcherIndex<T> known = withoutData;
    if (known == null) {
      Builder<T> builder = builder();
      for (Subscriber subscriber : subscribers) {
        if (subscriber.filter().readsData()) {
          builder.add(
              who.get(subscriber.place()),
              subscriber.exact(),
              subscriber.selectors(),
              WithoutData.of(subscriber.filter()));
        }
      }
      known = builder.build(maxRules);
      withoutData = known;
    }
    return known;
  }

  private MatchResult<T> matchAsSeen(EventView event) {
    EventTypeName eventType = event.eventType();
    Buckets ofType = buckets.get(eventType);
    if (ofType == null) {
      if (buckets.size() >= MAX_EVENT_TYPES) {
        buckets.clear();
        rules.set(0);
      }
      ofType = buckets.computeIfAbsent(eventType, Buckets::new);
    }
    Bucket<T> bucket = ofType.showing(typeMatters ? event.type() : eventType.value());
    return bucket == null ? matchEverything(event) : bucket.match(event, trees);
  }

  /** The slow way, which needs no bucket. */
  private MatchResult<T> matchEverything(EventView event) {
    Rules<Subscriber> all = everything;
    if (all == null) {
      Rules.Builder<Subscriber> builder = new Rules.Builder<>();
      for (Subscriber subscriber : subscribers) {
        subscriber.filter().patterns().forEach(each -> builder.add(each.root(), subscriber));
      }
      all = builder.build();
      everything = all;
    }
    EventTypeName type = event.eventType();
    BitSet matching = new BitSet();
    for (Subscriber subscriber : subscribers) {
      if (subscriber.filter().isAll() && subscriber.asksFor(type)) {
        matching.set(subscriber.place());
      }
    }
    EventTree.Seen seen = trees.of(event, all.readsData());
    all.match(
        seen,
        subscriber -> {
          if (subscriber.asksFor(type)) {
            matching.set(subscriber.place());
          }
        });
    return new MatchResult<>(matching.stream().mapToObj(who::get).toList(), seen.dataUnreadable());
  }

  /** The buckets of one event type by what events show as {@code type}. */
  private final class Buckets {
    private final EventTypeName eventType;
    private final Map<String, Bucket<T>> byShown = new ConcurrentHashMap<>();
    private volatile @Nullable Bucket<T> ofAnyShown;

    Buckets(EventTypeName eventType) {
      this.eventType = eventType;
    }

    /** The bucket to ask, {@code null}: there are rules enough in buckets. */
    @Nullable Bucket<T> showing(String shown) {
      Bucket<T> known = byShown.get(shown);
      if (known != null) {
        return known;
      }
      boolean own = byShown.size() < MAX_SHOWN_TYPES || shown.equals(eventType.value());
      Bucket<T> any = ofAnyShown;
      if (!own && any != null) {
        return any;
      }
      if (rules.get() > maxRules) {
        return null;
      }
      return own ? byShown.computeIfAbsent(shown, this::make) : makeAny();
    }

    private Bucket<T> makeAny() {
      Bucket<T> any = make(null);
      ofAnyShown = any;
      return any;
    }

    private Bucket<T> make(@Nullable String shown) {
      List<Subscriber> asking = new ArrayList<>(exact.getOrDefault(eventType, List.of()));
      for (Subscriber subscriber : selecting) {
        if (subscriber.selects(eventType)) {
          asking.add(subscriber);
        }
      }
      List<Family> shared = families.stream().filter(each -> each.selects(eventType)).toList();
      Bucket<T> bucket = new Bucket<>(who, asking, shown, shared);
      rules.addAndGet(bucket.ownRules());
      return bucket;
    }
  }

  /** Collects subscribers. Not thread-safe. */
  public static final class Builder<T> {
    private static final long MAX_RULES = 100_000;

    private final Map<T, Integer> places = new LinkedHashMap<>();
    private final List<Subscriber> subscribers = new ArrayList<>();

    private Builder() {}

    /**
     * Adds a subscriber, which may be added several times and then gets what any addition asks for.
     *
     * @param selectors event types, exact or by pattern
     * @param filter over the CloudEvents JSON, {@code null}: everything
     */
    public Builder<T> add(
        T subscriber, Collection<EventTypeSelector> selectors, @Nullable EventPattern filter) {
      return add(subscriber, selectors, FilterUnion.none().with(filter));
    }

    /** The same with several filters. */
    public Builder<T> add(
        T subscriber, Collection<EventTypeSelector> selectors, FilterUnion filter) {
      Set<EventTypeName> exact = new HashSet<>();
      Set<EventTypeSelector> others = new HashSet<>();
      for (EventTypeSelector selector : selectors) {
        if (selector.isExact()) {
          exact.add(new EventTypeName(selector.value()));
        } else {
          others.add(selector);
        }
      }
      return add(subscriber, exact, others, filter);
    }

    /** The same for event types by name. */
    public Builder<T> addExact(T subscriber, Collection<EventTypeName> types, FilterUnion filter) {
      return add(subscriber, Set.copyOf(types), Set.of(), filter);
    }

    private Builder<T> add(
        T subscriber,
        Set<EventTypeName> exact,
        Set<EventTypeSelector> selectors,
        FilterUnion filter) {
      int place = places.computeIfAbsent(subscriber, who -> places.size());
      subscribers.add(new Subscriber(place, exact, selectors, filter));
      return this;
    }

    /** The index. The builder may go on being used. */
    public MatcherIndex<T> build() {
      return build(MAX_RULES);
    }

    /** For tests: an index whose buckets keep about so many rules together. */
    MatcherIndex<T> build(long maxRules) {
      return new MatcherIndex<>(this, maxRules);
    }
  }
}
