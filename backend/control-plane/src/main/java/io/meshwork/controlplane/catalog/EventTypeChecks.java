package io.meshwork.controlplane.catalog;

import io.meshwork.api.MeshJson;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.Lifecycle;
import io.meshwork.model.catalog.SchemaSpec;
import io.meshwork.schema.CompiledSchema;
import io.meshwork.schema.EventSchemas;
import io.meshwork.schema.SchemaFields;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Whether an event type can hold. */
@Component
class EventTypeChecks {
  private static final int MAX_EXAMPLES = 20;

  void check(
      CatalogView view,
      Resource resource,
      EventTypeSpec spec,
      @Nullable Resource before,
      Findings findings) {
    schema(spec, findings);
    key(spec, findings);
    EventTypeName predecessor = spec.successorOf();
    if (predecessor != null) {
      if (predecessor.equals(resource.name())) {
        findings.add("/spec/successorOf", "is the event type itself.");
      } else if (view.find(predecessor)
          .filter(found -> Audiences.knows(view, Owners.of(resource), found))
          .isEmpty()) {
        findings.add("/spec/successorOf", "Event type '%s' does not exist.".formatted(predecessor));
      }
    }
    if (spec.lifecycle() == Lifecycle.RETIRED) {
      findings.add("/spec/lifecycle", "An event type is retired by DELETE, not by a put.");
    }
    if (spec.title().length() > MAX_TITLE || spec.title().indexOf('\0') >= 0) {
      findings.add(
          "/spec/title", "must have at most %d characters, none U+0000.".formatted(MAX_TITLE));
    }
    if (before != null
        && !before.retired()
        && before.spec() instanceof EventTypeSpec was
        && was.partitions() > spec.partitions()) {
      findings.add(
          "/spec/partitions",
          "cannot decrease from %d to %d: channels would lose events. Declare a successor instead."
              .formatted(was.partitions(), spec.partitions()));
    }
  }

  private static final int MAX_TITLE = 256;

  private static void schema(EventTypeSpec spec, Findings findings) {
    CompiledSchema compiled = compile(spec.schema(), findings);
    List<JsonText> examples = spec.examples();
    if (examples.size() > MAX_EXAMPLES) {
      findings.add("/spec/examples", "holds more than %d.".formatted(MAX_EXAMPLES));
      return;
    }
    if (compiled == null) {
      return;
    }
    int index = 0;
    for (JsonText example : examples) {
      JsonNode node = MeshJson.tree(example.value());
      boolean enveloped = node.has("specversion") && node.has("data");
      JsonText payload = enveloped ? new JsonText(node.get("data").toString()) : example;
      findings.addAll(
          "/spec/examples/" + index + (enveloped ? "/data" : ""), compiled.validate(payload));
      index++;
    }
  }

  /** Compiles; faults are found at their place in the definition. */
  static @Nullable CompiledSchema compile(SchemaSpec schema, Findings findings) {
    try {
      return EventSchemas.compile(schema);
    } catch (MeshException e) {
      if (e.violations().isEmpty()) {
        findings.add("/spec/schema", e.text());
      } else {
        findings.addAll("/spec/schema/definition", e.violations());
      }
      return null;
    }
  }

  private static void key(EventTypeSpec spec, Findings findings) {
    String key = spec.key();
    if (key == null) {
      return;
    }
    if (!Pointers.isPointer(key)) {
      findings.add(
          "/spec/key",
          "'%s' is not a JSON pointer into the payload; write one such as '/order/id'."
              .formatted(key));
      return;
    }
    Set<String> fields;
    try {
      fields = SchemaFields.fieldNames(spec.schema().definition());
    } catch (MeshException _) {
      return;
    }
    boolean open = spec.schema().definition().value().contains("patternProperties");
    if (!open && !fields.isEmpty() && !fields.contains(Pointers.asField(key))) {
      findings.add(
          "/spec/key",
          "'%s' names a field that the schema does not declare; declare it or name another."
              .formatted(key));
    }
  }
}
