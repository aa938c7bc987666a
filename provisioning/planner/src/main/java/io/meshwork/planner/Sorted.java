package io.meshwork.planner;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Sorted, unmodifiable copies. */
final class Sorted {
  private Sorted() {}

  static <K extends Comparable<? super K>, V> SortedMap<K, V> copy(Map<K, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  static <T extends Comparable<? super T>> SortedSet<T> copy(Collection<T> values) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(values));
  }
}
