package io.meshwork.planner;

import io.meshwork.model.Name;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Collects refusals, each once, in one order. */
final class Refusals {
  private static final Comparator<Refusal> ORDER =
      Comparator.comparing(Refusal::code)
          .thenComparing(refusal -> refusal.subjects().toString())
          .thenComparing(Refusal::message)
          .thenComparing(refusal -> refusal.path().toString());

  private final TreeSet<Refusal> refusals = new TreeSet<>(ORDER);

  void add(Refusal.Code code, String message, Name subject) {
    add(code, List.of(), message, subject);
  }

  void add(Refusal.Code code, List<Name> path, String message, Name subject) {
    refusals.add(new Refusal(code, Causes.of(subject), path, message));
  }

  void add(Refusal.Code code, List<Name> path, String message, Name subject, Repair repair) {
    refusals.add(new Refusal(code, Causes.of(subject), path, message).with(repair));
  }

  void add(Refusal refusal) {
    refusals.add(refusal);
  }

  List<Refusal> all() {
    return List.copyOf(refusals);
  }

  /** Things in order, separated by commas. */
  static String listed(Collection<?> things) {
    return things.isEmpty()
        ? "none"
        : things.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
  }

  /** An enum's constant as documents write it. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
