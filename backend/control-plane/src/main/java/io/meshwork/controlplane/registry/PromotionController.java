package io.meshwork.controlplane.registry;

import io.meshwork.api.PromotionBaseline;
import io.meshwork.api.PromotionDocument;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.catalog.Environment;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Promotions over REST. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "promotions")
class PromotionController {
  private final Promotions promotions;
  private final CurrentActor current;

  PromotionController(Promotions promotions, CurrentActor current) {
    this.promotions = promotions;
    this.current = current;
  }

  /**
   * Which version goes where.
   *
   * @param version {@code null}: the newest
   * @param lower an older version than the environment has is wanted
   */
  record PromotionRequest(
      Environment environment, @Nullable Integer version, @Nullable Boolean lower) {}

  @Operation(operationId = "promoteEventType", summary = "Pins a schema version in an environment")
  @PostMapping("/event-types/{name}:promote")
  PromotionDocument promote(
      @PathVariable EventTypeName name,
      @RequestParam(defaultValue = "false") boolean dryRun,
      @RequestBody PromotionRequest request) {
    return promotions.promote(
        current.require(),
        name,
        new Promotions.Request(
            request.environment(), request.version(), Boolean.TRUE.equals(request.lower())),
        dryRun);
  }

  @Operation(
      operationId = "listPromotions",
      summary = "What runs in one environment and not, or not so, in another")
  @GetMapping("/promotions")
  PromotionBaseline baseline(@RequestParam Environment from, @RequestParam Environment to) {
    return promotions.baseline(current.require(), from, to);
  }
}
