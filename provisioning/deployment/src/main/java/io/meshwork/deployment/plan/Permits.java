package io.meshwork.deployment.plan;

import io.meshwork.api.PlanAllowances;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.model.BrokerName;
import io.meshwork.model.MeshException;
import io.meshwork.planner.Allowances;
import io.meshwork.transport.spi.ResourceId;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Reads what an operator allows by name. */
public final class Permits {
  private Permits() {}

  /**
   * As the planner takes it.
   *
   * @throws MeshException {@link DeploymentError#INVALID_ALLOWANCE}: a resource is not named as
   *     plans name it, or forcing gives no reason
   */
  public static Allowances read(PlanAllowances allowances) {
    allowances.force().forEach(Permits::requireReason);
    return new Allowances(places(allowances.adopt()), places(allowances.force()));
  }

  private static Set<Allowances.Place> places(Iterable<PlanAllowances.Named> named) {
    return StreamSupport.stream(named.spliterator(), false)
        .map(each -> new Allowances.Place(new BrokerName(each.broker()), resource(each.resource())))
        .collect(Collectors.toSet());
  }

  /** A resource by its kind and name. */
  public static ResourceId resource(String text) {
    int end = text.indexOf(' ');
    if (end < 1 || end == text.length() - 1) {
      throw new MeshException(
          DeploymentError.INVALID_ALLOWANCE,
          "'%s' names no resource; write its kind and its name as the plan does, such as 'topic orders.order.placed'."
              .formatted(text));
    }
    return new ResourceId(text.substring(0, end), text.substring(end + 1));
  }

  private static void requireReason(PlanAllowances.Named named) {
    String reason = named.reason();
    if (reason == null || reason.isBlank()) {
      throw new MeshException(
          DeploymentError.INVALID_ALLOWANCE,
          "Forcing '%s' on broker '%s' needs a reason; it is kept in the audit."
              .formatted(named.resource(), named.broker()));
    }
  }
}
