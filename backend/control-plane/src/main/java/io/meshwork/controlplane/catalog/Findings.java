package io.meshwork.controlplane.catalog;

import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with one document, so that its author hears all of it at once. */
final class Findings {
  private final String what;
  private final List<Violation> violations = new ArrayList<>();

  /** About a thing, such as {@code Event type 'orders'}. */
  Findings(String what) {
    this.what = what;
  }

  void add(String pointer, String message) {
    violations.add(new Violation(pointer, message));
  }

  /** Runs a check of another room; its faults are said at their place below the pointer. */
  void at(String pointer, Runnable check) {
    try {
      check.run();
    } catch (MeshException e) {
      addAll(pointer, e.violations());
      if (e.violations().isEmpty()) {
        add(pointer, e.text());
      }
    }
  }

  void addAll(String pointer, List<Violation> found) {
    found.forEach(v -> add(pointer + v.pointer(), v.message()));
  }

  boolean isEmpty() {
    return violations.isEmpty();
  }

  List<Violation> violations() {
    return List.copyOf(violations);
  }

  String what() {
    return what;
  }

  void throwAny() {
    if (violations.isEmpty()) {
      return;
    }
    Violation first = violations.getFirst();
    throw new MeshException(
        CatalogError.INVALID_RESOURCE,
        "%s is not valid: %s %s".formatted(what, first.pointer(), first.message()),
        violations);
  }
}
