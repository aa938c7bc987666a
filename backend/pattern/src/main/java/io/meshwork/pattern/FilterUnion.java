package io.meshwork.pattern;

import io.meshwork.model.pattern.EventPattern;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Several filters as one: it matches exactly when one of its parts does. In normal form: sorted by
 * their shortest text and without repetition, so that two unions of the same filters are equal
 * however they came about.
 */
public sealed interface FilterUnion {
  /** Every event: at least one part is no filter at all. */
  record All() implements FilterUnion {
    @Override
    public FilterUnion with(@Nullable EventPattern filter) {
      return this;
    }

    @Override
    public List<EventPattern> patterns() {
      return List.of();
    }
  }

  /**
   * What one of the patterns matches; none: nothing.
   *
   * @param patterns sorted, each once
   */
  record AnyOf(List<EventPattern> patterns) implements FilterUnion {
    /** Sorts and drops repetitions. */
    public AnyOf {
      Map<String, EventPattern> byText = new TreeMap<>();
      patterns.forEach(pattern -> byText.putIfAbsent(EventPatterns.print(pattern), pattern));
      patterns = List.copyOf(byText.values());
    }

    @Override
    public FilterUnion with(@Nullable EventPattern filter) {
      if (filter == null) {
        return all();
      }
      List<EventPattern> more = new ArrayList<>(patterns);
      more.add(filter);
      return new AnyOf(more);
    }
  }

  /** Every event. */
  static FilterUnion all() {
    return new All();
  }

  /** No event: the union of nothing. */
  static FilterUnion none() {
    return new AnyOf(List.of());
  }

  /** What one of the filters matches; {@code null} among them is no filter: everything. */
  static FilterUnion of(Collection<@Nullable EventPattern> filters) {
    FilterUnion union = none();
    for (EventPattern filter : filters) {
      union = union.with(filter);
    }
    return union;
  }

  /** This union and one filter more; {@code null}: everything. */
  FilterUnion with(@Nullable EventPattern filter);

  /** What either matches. */
  default FilterUnion or(FilterUnion other) {
    if (other instanceof All) {
      return other;
    }
    FilterUnion union = this;
    for (EventPattern pattern : other.patterns()) {
      union = union.with(pattern);
    }
    return union;
  }

  /** The parts; empty for {@link #all()} too. */
  List<EventPattern> patterns();

  /** Whether it matches every event. */
  default boolean isAll() {
    return this instanceof All;
  }

  /** Whether its outcome may depend on the payload. */
  default boolean readsData() {
    return patterns().stream().anyMatch(EventPatterns::readsData);
  }

  /** Whether its outcome may depend on the {@code type} attribute. */
  default boolean constrainsType() {
    return patterns().stream().anyMatch(EventPatterns::constrainsType);
  }
}
