package io.meshwork.controlplane.catalog;

import io.meshwork.api.Page;
import io.meshwork.api.ResourceDocument;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.GrantKey;
import io.meshwork.model.catalog.SubscriptionLife;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The life of subscriptions: grants, pause and resume. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "grants")
class GrantController {
  private static final String GRANT = "/subscriptions/{name}/grants/{eventType}";

  private final Catalog catalog;
  private final Grants grants;
  private final ResourceDocuments documents;
  private final CurrentActor current;

  GrantController(
      Catalog catalog, Grants grants, ResourceDocuments documents, CurrentActor current) {
    this.catalog = catalog;
    this.grants = grants;
    this.documents = documents;
    this.current = current;
  }

  @Operation(operationId = "listPendingGrants", summary = "What waits for the caller's word")
  @GetMapping("/grants")
  Page<GrantView> pending() {
    return new Page<>(grants.pendingFor(current.require()), null);
  }

  @Operation(operationId = "listGrantsOfSubscription")
  @GetMapping("/subscriptions/{name}/grants")
  Page<GrantView> ofSubscription(@PathVariable SubscriptionName name) {
    return new Page<>(grants.of(current.require(), name), null);
  }

  @Operation(operationId = "listGrantsOfEventType")
  @GetMapping("/event-types/{name}/grants")
  Page<GrantView> ofEventType(@PathVariable EventTypeName name) {
    return new Page<>(grants.of(current.require(), name), null);
  }

  @Operation(
      operationId = "approveGrant",
      summary = "Approves a grant; with If-Match, only of the subscription in that state")
  @PostMapping(GRANT + ":approve")
  GrantView approve(
      @PathVariable SubscriptionName name,
      @PathVariable EventTypeName eventType,
      @RequestHeader(name = "If-Match", required = false) @Nullable String seen,
      @RequestBody(required = false) @Nullable Verdict verdict) {
    return grants.approve(
        current.require(),
        new GrantKey(name, eventType),
        orPlain(verdict),
        seen == null ? Precondition.NONE : new Precondition.IfMatch(seen.strip()));
  }

  @Operation(operationId = "rejectGrant")
  @PostMapping(GRANT + ":reject")
  GrantView reject(
      @PathVariable SubscriptionName name,
      @PathVariable EventTypeName eventType,
      @RequestBody(required = false) @Nullable Verdict verdict) {
    return grants.reject(current.require(), new GrantKey(name, eventType), orPlain(verdict));
  }

  @Operation(operationId = "revokeGrant")
  @PostMapping(GRANT + ":revoke")
  GrantView revoke(
      @PathVariable SubscriptionName name,
      @PathVariable EventTypeName eventType,
      @RequestBody(required = false) @Nullable Verdict verdict) {
    return grants.revoke(current.require(), new GrantKey(name, eventType), orPlain(verdict));
  }

  @Operation(operationId = "pauseSubscription")
  @PostMapping("/subscriptions/{name}:pause")
  ResourceDocument pause(@PathVariable SubscriptionName name) {
    return life(name, SubscriptionLife.PAUSED);
  }

  @Operation(operationId = "resumeSubscription")
  @PostMapping("/subscriptions/{name}:resume")
  ResourceDocument resume(@PathVariable SubscriptionName name) {
    return life(name, SubscriptionLife.RUNNING);
  }

  private ResourceDocument life(SubscriptionName name, SubscriptionLife life) {
    Actor actor = current.require();
    return documents.of(actor, catalog.setLife(actor, name, life));
  }

  private static Verdict orPlain(@Nullable Verdict verdict) {
    return verdict == null ? Verdict.PLAIN : verdict;
  }
}
