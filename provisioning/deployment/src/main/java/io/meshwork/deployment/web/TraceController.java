package io.meshwork.deployment.web;

import io.meshwork.api.TraceDocument;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.deployment.trace.Trace;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.SubscriptionName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The way of one event, over REST. */
@RestController
@Tag(name = "monitoring")
@RequestMapping("/api/v1/event-types/{name}/trace")
class TraceController {
  private final Trace trace;
  private final CurrentActor current;

  TraceController(Trace trace, CurrentActor current) {
    this.trace = trace;
    this.current = current;
  }

  /** Times are such as {@code 2026-11-21T20:00:00Z}, spans such as {@code PT10M}. */
  @Operation(
      operationId = "traceEvent",
      summary = "Which way one event went, hop by hop, and why it is not where it is not")
  @GetMapping
  TraceDocument traceEvent(
      @PathVariable EventTypeName name,
      @RequestParam String id,
      @RequestParam(required = false) @Nullable Instant around,
      @RequestParam(required = false) @Nullable Duration within,
      @RequestParam(required = false) @Nullable SubscriptionName subscription) {
    return trace.trace(current.require(), new Trace.Asked(name, id, around, within, subscription));
  }
}
