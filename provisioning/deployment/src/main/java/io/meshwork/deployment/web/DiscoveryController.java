package io.meshwork.deployment.web;

import io.meshwork.api.DiscoveryDocument;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.discovery.Discovery;
import io.meshwork.model.BrokerName;
import io.meshwork.model.TeamName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What brokers hold that is not ours, over REST. */
@RestController
@Tag(name = "brokers")
@RequestMapping("/api/v1/brokers")
class DiscoveryController {
  private final Discovery discovery;
  private final CurrentActor current;

  DiscoveryController(Discovery discovery, CurrentActor current) {
    this.discovery = discovery;
    this.current = current;
  }

  /** Looks now; {@code team} is whose the proposed event types would be. */
  @Operation(
      operationId = "discover",
      summary = "What a broker holds that is not ours, and the event types that it could become")
  @GetMapping("/{name}/discovered")
  DiscoveryDocument discover(
      @PathVariable BrokerName name,
      @RequestParam(required = false) @Nullable String q,
      @RequestParam(required = false) @Nullable TeamName team,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(required = false) @Nullable String cursor) {
    return discovery.discover(current.require(), name, new Discovery.Query(q, team, limit, cursor));
  }
}
