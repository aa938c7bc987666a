package io.meshwork.deployment.web;

import io.meshwork.api.BackfillDocument;
import io.meshwork.api.MeshJson;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.position.Backfills;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.StartAt;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Backfills over REST. */
@RestController
@Tag(name = "catalog")
@RequestMapping("/api/v1/subscriptions")
class BackfillController {
  private final Backfills backfills;
  private final CurrentActor current;

  BackfillController(Backfills backfills, CurrentActor current) {
    this.backfills = backfills;
    this.current = current;
  }

  /** Since when, and why. */
  record BackfillRequest(StartAt from, String reason) {}

  /** {@code from} is {@code earliest} or a time. */
  @Operation(
      operationId = "readBackfill",
      summary = "What bringing a subscription earlier events that its filter takes now would mean")
  @GetMapping("/{name}/backfill")
  BackfillDocument readBackfill(
      @PathVariable SubscriptionName name, @RequestParam(defaultValue = "earliest") String from) {
    StartAt since = MeshJson.read(MeshJson.write(from), StartAt.class);
    return backfills.look(current.require(), name, since);
  }

  /** Nothing that was let pass before comes again. */
  @Operation(
      operationId = "backfillSubscription",
      summary = "Brings a subscription earlier events that its filter takes now")
  @PostMapping("/{name}:backfill")
  BackfillDocument backfillSubscription(
      @PathVariable SubscriptionName name, @RequestBody BackfillRequest request) {
    return backfills.order(current.require(), name, request.from(), request.reason());
  }
}
