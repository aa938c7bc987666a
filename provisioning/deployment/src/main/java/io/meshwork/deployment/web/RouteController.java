package io.meshwork.deployment.web;

import io.meshwork.api.RouteDocument;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.route.Routes;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.SubscriptionName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Routes over REST. */
@RestController
@Tag(name = "plans")
@RequestMapping("/api/v1/event-types/{name}/routes")
class RouteController {
  private final Routes routes;
  private final CurrentActor current;

  RouteController(Routes routes, CurrentActor current) {
    this.routes = routes;
    this.current = current;
  }

  /** As it runs, or with {@code plan} as it would be after that plan. */
  @Operation(
      operationId = "readRoute",
      summary = "How events get from their publishers to a subscription, now or after a plan")
  @GetMapping("/{subscription}")
  RouteDocument readRoute(
      @PathVariable EventTypeName name,
      @PathVariable SubscriptionName subscription,
      @RequestParam(required = false) @Nullable UUID plan) {
    return routes.route(current.require(), name, subscription, plan);
  }
}
