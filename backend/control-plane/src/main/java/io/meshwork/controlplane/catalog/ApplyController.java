package io.meshwork.controlplane.catalog;

import io.meshwork.api.Documents;
import io.meshwork.api.Page;
import io.meshwork.api.ResourceDocument;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.model.MeshException;
import io.meshwork.model.Revision;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Many documents at once, and past states. */
@RestController
@RequestMapping(path = "/api/v1", produces = "application/json")
@Tag(name = "revisions")
class ApplyController {
  private final ApplyDocuments apply;
  private final Catalog catalog;
  private final CatalogHistory history;
  private final Export export;
  private final ResourceDocuments documents;
  private final CurrentActor current;

  ApplyController(
      ApplyDocuments apply,
      Catalog catalog,
      CatalogHistory history,
      Export export,
      ResourceDocuments documents,
      CurrentActor current) {
    this.apply = apply;
    this.catalog = catalog;
    this.history = history;
    this.export = export;
    this.documents = documents;
    this.current = current;
  }

  /** A revision with what the caller sees of what it changed. */
  record RevisionDocument(
      long revision, Instant at, String by, String cause, List<ResourceDocument> changed) {
    RevisionDocument {
      changed = List.copyOf(changed);
    }
  }

  @Operation(operationId = "applyDocuments", summary = "Declarative upsert, all or nothing")
  @io.swagger.v3.oas.annotations.parameters.RequestBody(
      required = true,
      content = {
        @Content(
            mediaType = "application/yaml",
            schema = @Schema(implementation = ResourceDocument.class)),
        @Content(
            mediaType = "application/json",
            schema = @Schema(implementation = ResourceDocument[].class))
      })
  @PostMapping(
      path = "/apply",
      consumes = {
        "application/json",
        "application/yaml",
        "application/x-yaml",
        "text/yaml",
        "text/plain"
      })
  ApplyResult apply(
      @RequestParam(defaultValue = "false") boolean dryRun,
      @RequestParam @Nullable String prune,
      @RequestBody String body) {
    return apply.apply(
        current.require(), Documents.read(body), new ApplyOptions(dryRun, prune, null));
  }

  /** A page of them; {@code q} looks at causes and authors. */
  @Operation(operationId = "listRevisions", summary = "Revisions of the catalog, newest first")
  @GetMapping("/revisions")
  Page<RevisionLine> revisions(
      @RequestParam @Nullable String q,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam @Nullable String cursor) {
    return history.list(current.require(), q, limit, cursor);
  }

  @Operation(
      operationId = "getRevision",
      summary = "What a revision changed; 'latest' for the newest")
  @GetMapping("/revisions/{revision}")
  RevisionDocument revision(@PathVariable String revision) {
    Actor actor = current.require();
    RevisionRecord read = catalog.revision(actor, number(revision));
    return new RevisionDocument(
        read.revision().number(),
        read.at(),
        read.by(),
        read.cause(),
        documents.of(actor, read.changed()));
  }

  @Operation(
      operationId = "compareRevisions",
      summary = "What differs between two revisions, attribute by attribute")
  @GetMapping("/revisions/{revision}/diff/{other}")
  RevisionDifference difference(@PathVariable String revision, @PathVariable String other) {
    return history.difference(current.require(), number(revision), number(other));
  }

  @Operation(
      operationId = "exportCatalog",
      summary = "Everything that the caller sees, as documents to apply elsewhere")
  @GetMapping(
      path = "/export",
      produces = {"application/json", "application/yaml"})
  ResponseEntity<String> export(
      @RequestHeader(name = "Accept", defaultValue = "*/*") String accept) {
    boolean yaml = accept.contains("yaml");
    return ResponseEntity.ok()
        .contentType(yaml ? MediaType.APPLICATION_YAML : MediaType.APPLICATION_JSON)
        .body(yaml ? export.yaml(current.require()) : export.json(current.require()));
  }

  private Revision number(String text) {
    if (text.equals("latest")) {
      return catalog.currentRevision();
    }
    if (!text.matches("\\d{1,18}")) {
      throw new MeshException(
          CatalogError.INVALID_QUERY,
          "'%s' is no revision; write a number or 'latest'.".formatted(text));
    }
    return new Revision(Long.parseLong(text));
  }
}
