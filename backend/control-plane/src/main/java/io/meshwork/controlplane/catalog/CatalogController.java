package io.meshwork.controlplane.catalog;

import io.meshwork.api.Documents;
import io.meshwork.api.Kind;
import io.meshwork.api.Page;
import io.meshwork.api.ResourceDocument;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.model.MeshException;
import io.meshwork.model.TeamName;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Resources of every kind at their addresses. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "catalog")
class CatalogController {
  /** All collections; the OpenAPI document unfolds it. */
  static final String COLLECTION =
      "/{collection:teams|applications|regions|brokers|event-types|publications|subscriptions}";

  private final Catalog catalog;
  private final ResourceDocuments documents;
  private final CurrentActor current;

  CatalogController(Catalog catalog, ResourceDocuments documents, CurrentActor current) {
    this.catalog = catalog;
    this.documents = documents;
    this.current = current;
  }

  @Operation(operationId = "list", summary = "What the caller sees, by name")
  @GetMapping(COLLECTION)
  Page<ResourceDocument> list(
      @PathVariable String collection,
      @RequestParam @Nullable String q,
      @RequestParam @Nullable TeamName team,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam @Nullable String cursor) {
    Actor actor = current.require();
    Page<Resource> page =
        catalog.list(actor, new ResourceQuery(kind(collection), q, team, limit, cursor));
    return new Page<>(documents.of(actor, page.items()), page.nextCursor());
  }

  @Operation(operationId = "get", summary = "One resource")
  @GetMapping(COLLECTION + "/{name}")
  ResponseEntity<ResourceDocument> get(
      @PathVariable String collection,
      @PathVariable String name,
      @RequestHeader(name = "If-None-Match", required = false) @Nullable String known) {
    Actor actor = current.require();
    Resource resource = catalog.get(actor, kind(collection).name(name));
    if (resource.retired()) {
      throw new MeshException(
          AccessError.NOT_FOUND,
          "%s '%s' was retired at %s; it can be restored for %d days."
              .formatted(
                  Kinds.label(resource.kind()),
                  name,
                  resource.changedAt(),
                  ResourceChanges.RESTORABLE.toDays()));
    }
    if (resource.etag().equals(known) && resource.kind() != Kind.SUBSCRIPTION) {
      return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(resource.etag()).build();
    }
    return ResponseEntity.ok().eTag(resource.etag()).body(documents.of(actor, resource));
  }

  @Operation(operationId = "put", summary = "Creates or changes a resource")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = "application/json",
            schema = @Schema(implementation = ResourceDocument.class)),
        @Content(
            mediaType = "application/yaml",
            schema = @Schema(implementation = ResourceDocument.class))
      })
  @PutMapping(
      path = COLLECTION + "/{name}",
      consumes = {
        "application/json",
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        "text/plain"
      })
  ResponseEntity<ResourceDocument> put(
      @PathVariable String collection,
      @PathVariable String name,
      @RequestHeader(name = "If-Match", required = false) @Nullable String match,
      @RequestHeader(name = "If-None-Match", required = false) @Nullable String noneMatch,
      @RequestBody String body) {
    Actor actor = current.require();
    ResourceSpec draft = ResourceDocuments.read(kind(collection), name, body);
    PutResult result = catalog.put(actor, draft, precondition(match, noneMatch));
    HttpStatus status =
        result.outcome() == PutResult.Outcome.CREATED ? HttpStatus.CREATED : HttpStatus.OK;
    ResponseEntity.BodyBuilder answer =
        ResponseEntity.status(status).eTag(result.resource().etag());
    String managed = result.resource().metadata().set();
    if (managed != null && draft.metadata().set() == null) {
      answer.header(
          HttpHeaders.WARNING,
          "299 - \"Set '%s' manages this %s: its documents will change it back. Take it over, or change it there.\""
              .formatted(managed, Kinds.label(result.resource().kind()).toLowerCase(Locale.ROOT)));
    }
    return answer.body(documents.of(actor, result.resource()));
  }

  @Operation(operationId = "retire", summary = "Ends a resource; its name stays reserved")
  @DeleteMapping(COLLECTION + "/{name}")
  ResponseEntity<Void> delete(
      @PathVariable String collection,
      @PathVariable String name,
      @RequestHeader(name = "If-Match", required = false) @Nullable String match) {
    catalog.retire(current.require(), kind(collection).name(name), precondition(match, null));
    return ResponseEntity.noContent().build();
  }

  @Operation(operationId = "restore", summary = "Brings a retired resource back within 7 days")
  @PostMapping(COLLECTION + "/{name}:restore")
  ResponseEntity<ResourceDocument> restore(
      @PathVariable String collection, @PathVariable String name) {
    Actor actor = current.require();
    Resource resource = catalog.restore(actor, kind(collection).name(name));
    return ResponseEntity.ok().eTag(resource.etag()).body(documents.of(actor, resource));
  }

  /**
   * Which set shall manage it.
   *
   * @param set of its team's, {@code null}: none
   */
  record TakeOver(@Nullable String set) {}

  @Operation(
      operationId = "takeOver",
      summary = "Moves a resource into a set of its team's, or out of any")
  @PostMapping(COLLECTION + "/{name}:take-over")
  ResponseEntity<ResourceDocument> takeOver(
      @PathVariable String collection, @PathVariable String name, @RequestBody TakeOver over) {
    Actor actor = current.require();
    Resource resource = catalog.takeOver(actor, kind(collection).name(name), over.set());
    return ResponseEntity.ok().eTag(resource.etag()).body(documents.of(actor, resource));
  }

  private static Kind kind(String collection) {
    return Objects.requireNonNull(Documents.kind(collection));
  }

  private static Precondition precondition(@Nullable String match, @Nullable String noneMatch) {
    if (match != null && noneMatch != null) {
      throw new MeshException(
          CatalogError.INVALID_QUERY, "Send 'If-Match' or 'If-None-Match', not both.");
    }
    if (match != null) {
      return new Precondition.IfMatch(match.strip());
    }
    if (noneMatch == null) {
      return Precondition.NONE;
    }
    if (!noneMatch.strip().equals("*")) {
      throw new MeshException(
          CatalogError.INVALID_QUERY,
          "'If-None-Match' takes only '*' here: create, and never change.");
    }
    return Precondition.CREATE_ONLY;
  }
}
