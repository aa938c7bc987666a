package io.meshwork.pattern;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.catalog.EventTypeSelector;
import io.meshwork.model.pattern.EventPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who gets an event, of many subscribers that each ask for event types and may filter. Built once,
 * then immutable and thread-safe; a change builds a new one.
 *
 * <p>Invariant: the answer is that of asking every subscriber in turn. It is found through buckets:
 * which subscribers ask for an event type, and what is left of their filters once {@code type} is
 * known, is worked out at that type's first event and kept (for a bounded number of types). So
 * neither the number of subscribers of other types nor prefixes on the type cost anything per
 * event.
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

  private final List<Subscriber<T>> subscribers;
  private final Map<EventTypeName, List<Subscriber<T>>> exact;
  private final List<Subscriber<T>> selecting;
  private final EventTree trees;
  private final boolean typeMatters;
  private final Map<EventTypeName, Buckets<T>> buckets = new ConcurrentHashMap<>();

  private MatcherIndex(List<Subscriber<T>> subscribers) {
    this.subscribers = List.copyOf(subscribers);
    this.exact = new HashMap<>();
    this.selecting = new ArrayList<>();
    Set<String> steps = new HashSet<>();
    boolean typed = false;
    for (Subscriber<T> subscriber : subscribers) {
      subscriber
          .exact()
          .forEach(t -> exact.computeIfAbsent(t, k -> new ArrayList<>()).add(subscriber));
      if (!subscriber.selectors().isEmpty()) {
        selecting.add(subscriber);
      }
      for (EventPattern pattern : subscriber.filter().patterns()) {
        PatternFields.collectSteps(pattern.root(), steps);
        typed |= EventPatterns.constrainsType(pattern);
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
    EventTypeName eventType = event.eventType();
    Buckets<T> ofType = buckets.get(eventType);
    if (ofType == null) {
      if (buckets.size() >= MAX_EVENT_TYPES) {
        buckets.clear();
      }
      ofType = buckets.computeIfAbsent(eventType, type -> new Buckets<>(asking(type)));
    }
    String shown = typeMatters ? event.type() : eventType.value();
    return ofType.showing(shown, eventType).match(event, trees);
  }

  private List<Subscriber<T>> asking(EventTypeName type) {
    Set<Subscriber<T>> asking = new HashSet<>(exact.getOrDefault(type, List.of()));
    for (Subscriber<T> subscriber : selecting) {
      if (subscriber.selectors().stream().anyMatch(selector -> selector.matches(type))) {
        asking.add(subscriber);
      }
    }
    return asking.stream()
        .sorted(Comparator.<Subscriber<T>>comparingInt(Subscriber::order))
        .toList();
  }

  /** The buckets of one event type by what events show as {@code type}. */
  private static final class Buckets<T> {
    private final List<Subscriber<T>> asking;
    private final Map<String, Bucket<T>> byShown = new ConcurrentHashMap<>();
    private volatile @Nullable Bucket<T> ofAnyShown;

    Buckets(List<Subscriber<T>> asking) {
      this.asking = asking;
    }

    Bucket<T> showing(String shown, EventTypeName eventType) {
      Bucket<T> known = byShown.get(shown);
      if (known != null) {
        return known;
      }
      if (byShown.size() < MAX_SHOWN_TYPES || shown.equals(eventType.value())) {
        return byShown.computeIfAbsent(shown, type -> Bucket.of(asking, type));
      }
      Bucket<T> any = ofAnyShown;
      if (any == null) {
        any = Bucket.of(asking, null);
        ofAnyShown = any;
      }
      return any;
    }
  }

  /** One statement of who wants what. Records with distinct orders are distinct. */
  record Subscriber<T>(
      int order,
      T who,
      Set<EventTypeName> exact,
      List<EventTypeSelector> selectors,
      FilterUnion filter) {}

  /** Collects subscribers. Not thread-safe. */
  public static final class Builder<T> {
    private final List<Subscriber<T>> subscribers = new ArrayList<>();

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
      List<EventTypeSelector> others = new ArrayList<>();
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
      return add(subscriber, Set.copyOf(types), List.of(), filter);
    }

    private Builder<T> add(
        T subscriber,
        Set<EventTypeName> exact,
        List<EventTypeSelector> selectors,
        FilterUnion filter) {
      subscribers.add(
          new Subscriber<>(subscribers.size(), subscriber, exact, List.copyOf(selectors), filter));
      return this;
    }

    /** The index. The builder may go on being used. */
    public MatcherIndex<T> build() {
      return new MatcherIndex<>(subscribers);
    }
  }
}
