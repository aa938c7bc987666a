package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.DocumentReader;
import io.meshwork.api.Documents;
import io.meshwork.api.LocatedTree;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PlanScope;
import io.meshwork.api.ResourceSpec;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Documents gathered from files, checked here so that a fault names its file and line. */
final class DocumentSet {
  /** No documents. */
  static final DocumentSet NONE = new DocumentSet(List.of());

  private final List<Entry> entries;

  private DocumentSet(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  private record Entry(String file, LocatedTree document, ResourceSpec resource) {
    String title() {
      return resource.kind().word() + " " + resource.name();
    }
  }

  /** Where something stands. */
  record Place(String file, int line) {}

  /** A fault of a document that was found before anybody was asked. */
  record Fault(Place place, String message) {}

  /** The documents of files and folders. */
  static DocumentSet read(List<String> places) {
    return read(places, null, new ArrayList<>());
  }

  /**
   * The same.
   *
   * @param set that all of them are of, {@code null}: as they say
   * @param faults what is wrong goes here too before it is thrown
   */
  static DocumentSet read(List<String> places, @Nullable String set, List<Fault> faults) {
    List<Entry> entries = new ArrayList<>();
    for (String file : Inputs.documents(places)) {
      try {
        for (LocatedTree document : DocumentReader.read(Inputs.text(file))) {
          entries.add(new Entry(file, document, resource(file, document, set, faults)));
        }
      } catch (MeshException e) {
        if (e.violations().isEmpty()) {
          faults.add(new Fault(new Place(file, line(e.text())), e.text()));
        }
        throw new MeshException(e.code(), file + ": " + e.text(), e.violations());
      }
    }
    if (entries.isEmpty()) {
      throw new MeshException(
          ApiError.MALFORMED_DOCUMENT,
          "There are no documents in %s; name a YAML or JSON file, a folder of them, or '-'."
              .formatted(places));
    }
    return new DocumentSet(entries);
  }

  private static ResourceSpec resource(
      String file, LocatedTree document, @Nullable String set, List<Fault> faults) {
    try {
      if (set != null) {
        join(document, set);
      }
      return Documents.resource(document);
    } catch (MeshException e) {
      for (Violation violation : e.violations()) {
        faults.add(
            new Fault(
                new Place(file, document.line(violation.pointer())),
                violation.pointer() + " " + violation.message()));
      }
      throw e;
    }
  }

  /** Writes the set into a document that names none. */
  private static void join(LocatedTree document, String set) {
    if (document.root().path("metadata") instanceof ObjectNode metadata) {
      String said = metadata.path("set").asString("");
      if (said.isEmpty()) {
        metadata.put("set", set);
      } else if (!said.equals(set)) {
        String message =
            "is '%s', but the command says '%s' (line %d)"
                .formatted(said, set, document.line("/metadata/set"));
        throw new MeshException(
            ApiError.INVALID_DOCUMENT,
            "/metadata/set " + message,
            List.of(new Violation("/metadata/set", message)));
      }
    }
  }

  private static int line(String message) {
    var found = java.util.regex.Pattern.compile("[Ll]ine (\\d+)").matcher(message);
    return found.find() ? Integer.parseInt(found.group(1)) : 1;
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  /** All of them as one JSON array. */
  JsonNode json() {
    var all = MeshJson.mapper().createArrayNode();
    entries.forEach(entry -> all.add(entry.document().root()));
    return all;
  }

  /** The entries that they name. */
  PlanScope scope() {
    return new PlanScope(
        null,
        entries.stream()
            .map(
                entry ->
                    new PlanScope.ResourceRef(
                        entry.resource().kind().word(), entry.resource().name().value()))
            .distinct()
            .toList());
  }

  /** Where an entry stands, such as {@code EventType orders}; {@code null}: not here. */
  @Nullable Place place(String title) {
    for (Entry entry : entries) {
      if (entry.title().equals(title)) {
        return new Place(entry.file(), entry.document().line(""));
      }
    }
    return null;
  }

  /** Where a pointer stands that begins with a document's number; {@code null}: nowhere. */
  @Nullable Place pointed(String pointer) {
    String[] parts = pointer.split("/", 3);
    if (parts.length < 2 || !parts[1].matches("\\d{1,6}")) {
      return null;
    }
    int index = Integer.parseInt(parts[1]);
    if (index >= entries.size()) {
      return null;
    }
    Entry entry = entries.get(index);
    return new Place(entry.file(), entry.document().line(parts.length == 3 ? "/" + parts[2] : ""));
  }
}
