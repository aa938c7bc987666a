package io.meshwork.planner;

import io.meshwork.model.Name;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects what a check finds, each once, in one order, with the changes that may repair it. */
final class Faults {
  private static final Comparator<Refusal> ORDER =
      Comparator.comparing(Refusal::code)
          .thenComparing(refusal -> refusal.subjects().toString())
          .thenComparing(Refusal::message)
          .thenComparing(refusal -> refusal.path().toString());

  private final TreeMap<Refusal, List<Repair>> found = new TreeMap<>(ORDER);

  void add(
      Refusal.Code code,
      Collection<? extends Name> subjects,
      List<Name> path,
      String message,
      List<Repair> candidates) {
    found.putIfAbsent(new Refusal(code, Causes.of(subjects), path, message), candidates);
  }

  /** Each fault with what might repair it, the shortest first. */
  SortedMap<Refusal, List<Repair>> found() {
    return Collections.unmodifiableSortedMap(found);
  }

  List<Refusal> all() {
    return List.copyOf(found.keySet());
  }
}
