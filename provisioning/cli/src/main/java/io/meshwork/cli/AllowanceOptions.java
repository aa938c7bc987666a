package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.PlanAllowances;
import io.meshwork.model.MeshException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a plan is allowed by name. */
final class AllowanceOptions {
  @Option(
      names = "--force",
      paramLabel = "'BROKER:KIND NAME=REASON'",
      description = "Do this although it is blocked; the reason is kept. May be repeated.")
  private List<String> force = new ArrayList<>();

  @Option(
      names = "--adopt",
      paramLabel = "'BROKER:KIND NAME'",
      description = "Take over what others made, as it is. May be repeated.")
  private List<String> adopt = new ArrayList<>();

  boolean isGiven() {
    return !force.isEmpty() || !adopt.isEmpty();
  }

  PlanAllowances read() {
    return new PlanAllowances(
        adopt.stream().map(text -> named(text, null)).toList(),
        force.stream().map(AllowanceOptions::forced).toList());
  }

  private static PlanAllowances.Named forced(String text) {
    int reason = text.indexOf('=');
    if (reason < 0 || reason == text.length() - 1) {
      throw new MeshException(
          ApiError.INVALID_DOCUMENT,
          "'%s' gives no reason; write --force 'broker:kind name=reason'.".formatted(text));
    }
    return named(text.substring(0, reason), text.substring(reason + 1));
  }

  /** A broker and a resource as plans show it. */
  static PlanAllowances.Named named(String text, @Nullable String reason) {
    int end = text.indexOf(':');
    if (end < 1 || !text.substring(end + 1).contains(" ")) {
      throw new MeshException(
          ApiError.INVALID_DOCUMENT,
          "'%s' names no resource; write 'broker:kind name', such as 'BROKER:topic orders.order.placed'."
              .formatted(text));
    }
    return new PlanAllowances.Named(text.substring(0, end), text.substring(end + 1), reason);
  }
}
