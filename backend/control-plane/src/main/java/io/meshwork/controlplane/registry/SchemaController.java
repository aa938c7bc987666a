package io.meshwork.controlplane.registry;

import io.meshwork.api.Page;
import io.meshwork.api.ProblemDocument;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import io.meshwork.model.catalog.Environment;
import io.meshwork.model.catalog.SchemaSpec;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Schema versions of event types. */
@RestController
@RequestMapping(path = "/api/v1/event-types/{name}", produces = "application/json")
@Tag(name = "schemas")
class SchemaController {
  private final SchemaVersions versions;
  private final Promotions promotions;
  private final CurrentActor current;

  SchemaController(SchemaVersions versions, Promotions promotions, CurrentActor current) {
    this.versions = versions;
    this.promotions = promotions;
    this.current = current;
  }

  /** Whether a schema would be accepted, and what is wrong with it where. */
  record Check(boolean accepted, List<ProblemDocument.Fault> errors) {
    Check {
      errors = List.copyOf(errors);
    }
  }

  @Operation(operationId = "addSchema", summary = "Makes a schema the newest version")
  @PostMapping("/schemas")
  ResponseEntity<SchemaVersion> add(
      @PathVariable EventTypeName name, @RequestBody SchemaSpec schema) {
    return ResponseEntity.status(HttpStatus.CREATED)
        .body(versions.add(current.require(), name, schema));
  }

  @Operation(operationId = "listSchemas", summary = "All versions, newest first")
  @GetMapping("/schemas")
  Page<SchemaVersion> list(@PathVariable EventTypeName name) {
    return new Page<>(versions.list(current.require(), name), null);
  }

  @Operation(
      operationId = "getSchema",
      summary = "One version, 'latest', or 'pinned' in an environment")
  @GetMapping("/schemas/{version}")
  SchemaVersion get(
      @PathVariable EventTypeName name,
      @PathVariable String version,
      @RequestParam(required = false) @Nullable String environment) {
    Actor actor = current.require();
    if (environment != null && version.equals("pinned")) {
      return promotions.pinned(actor, name, new Environment(environment));
    }
    if (version.equals("latest")) {
      return versions.latest(actor, name);
    }
    if (!version.matches("[0-9]{1,9}")) {
      throw new MeshException(
          RegistryError.UNKNOWN_VERSION,
          "'%s' is no schema version; write a number, 'latest', or 'pinned' with ?environment=."
              .formatted(version));
    }
    return versions.read(actor, name, Integer.parseInt(version));
  }

  @Operation(operationId = "checkSchema", summary = "Whether a schema would be accepted")
  @PostMapping("/schemas:check")
  Check check(@PathVariable EventTypeName name, @RequestBody SchemaSpec schema) {
    List<Violation> faults = versions.check(current.require(), name, schema);
    return new Check(
        faults.isEmpty(),
        faults.stream().map(v -> new ProblemDocument.Fault(v.pointer(), v.message())).toList());
  }
}
