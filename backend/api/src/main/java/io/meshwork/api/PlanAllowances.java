package io.meshwork.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an operator allows a plan by name.
 *
 * @param adopt resources that others made and that may become ours
 * @param force resources that may lose events, order or their readers; each with a reason
 */
public record PlanAllowances(List<Named> adopt, List<Named> force) {
  /** Nothing. */
  public static final PlanAllowances NONE = new PlanAllowances(List.of(), List.of());

  /** Copies; what is absent is empty. */
  public PlanAllowances(@Nullable List<Named> adopt, @Nullable List<Named> force) {
    this.adopt = adopt == null ? List.of() : List.copyOf(adopt);
    this.force = force == null ? List.of() : List.copyOf(force);
  }

  /**
   * One resource.
   *
   * @param resource its kind and name in the transport's words, as plans and drift show it
   * @param reason for the audit; needed to force
   */
  public record Named(String broker, String resource, @Nullable String reason) {}
}
