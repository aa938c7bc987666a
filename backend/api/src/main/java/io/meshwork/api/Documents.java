package io.meshwork.api;

import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.TeamName;
import io.meshwork.model.Violation;
import io.meshwork.model.catalog.Metadata;
import io.meshwork.model.catalog.Spec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Turns documents into checked resources and back. Reading fills in what a document may leave out;
 * every fault names its JSON pointer and its line.
 */
public final class Documents {
  private static final List<String> MEMBERS =
      List.of("apiVersion", "kind", "metadata", "spec", "status");
  private static final List<String> METADATA =
      List.of("name", "team", "set", "labels", "description");
  private static final int MAX_DESCRIPTION = 10_000;
  private static final int MAX_LABELS = 64;
  private static final ObjectWriter YAML =
      YAMLMapper.builder().enable(YAMLWriteFeature.MINIMIZE_QUOTES).build().writer();

  private Documents() {}

  /** Reads all documents of a YAML or JSON text. */
  public static List<ResourceSpec> read(String text) {
    return DocumentReader.read(text).stream().map(Documents::resource).toList();
  }

  /**
   * Reads one document.
   *
   * @throws MeshException {@link ApiError#INVALID_DOCUMENT} with a violation a fault
   */
  public static ResourceSpec resource(LocatedTree document) {
    Faults faults = new Faults(document);
    JsonNode root = document.root();
    faults.refuseUnknown("", root, MEMBERS);
    if (!root.path("apiVersion").asString("").equals(ResourceDocument.API_VERSION)) {
      faults.add("/apiVersion", "must be '%s'.".formatted(ResourceDocument.API_VERSION));
    }
    Kind kind = kind(root.path("kind"));
    if (kind == null) {
      faults.add("/kind", "must be one of %s.".formatted(words()));
    }
    JsonNode metadata = root.path("metadata");
    faults.refuseUnknown("/metadata", metadata, METADATA);
    String name = metadata.path("name").asString("");
    if (name.isEmpty()) {
      faults.add("/metadata/name", "is required.");
    }
    if (!root.path("spec").isObject()) {
      faults.add("/spec", "is required and must be an object.");
    }
    faults.throwAny("document");
    return resource(kind(root.path("kind")) == null ? Kind.TEAM : kind, name, root, faults);
  }

  private static ResourceSpec resource(
      @Nullable Kind kind, String name, JsonNode root, Faults faults) {
    Kind known = Objects.requireNonNull(kind);
    Name checked = faults.at("/metadata/name", () -> known.name(name));
    Metadata metadata = metadata(root.path("metadata"), faults);
    Spec spec = spec(known, root.path("spec"), faults);
    faults.throwAny("%s '%s'".formatted(known.word(), name));
    return new ResourceSpec(
        known,
        Objects.requireNonNull(checked),
        Objects.requireNonNull(metadata),
        Objects.requireNonNull(spec));
  }

  /** The kind of this word, {@code null} for none. */
  public static @Nullable Kind kind(String word) {
    for (Kind kind : Kind.values()) {
      if (kind.word().equals(word) || kind.path().equals(word)) {
        return kind;
      }
    }
    return null;
  }

  private static @Nullable Kind kind(JsonNode word) {
    return kind(word.asString(""));
  }

  private static List<String> words() {
    return Arrays.stream(Kind.values()).map(Kind::word).toList();
  }

  private static @Nullable Metadata metadata(JsonNode node, Faults faults) {
    JsonNode labels = node.path("labels");
    Map<String, String> pairs = new TreeMap<>();
    if (!labels.isMissingNode() && !labels.isNull() && !labels.isObject()) {
      faults.add("/metadata/labels", "must be an object of texts.");
    }
    labels
        .properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isString()) {
                faults.add(
                    "/metadata/labels/" + entry.getKey(), "must be a text; put it in quotes.");
              } else {
                pairs.put(entry.getKey(), entry.getValue().asString());
              }
            });
    if (pairs.size() > MAX_LABELS) {
      faults.add("/metadata/labels", "has more than %d entries.".formatted(MAX_LABELS));
    }
    String description = text(node, "description", faults);
    if (description != null && description.length() > MAX_DESCRIPTION) {
      faults.add(
          "/metadata/description", "is longer than %d characters.".formatted(MAX_DESCRIPTION));
    }
    String team = text(node, "team", faults);
    return faults.at(
        "/metadata/team",
        () ->
            new Metadata(
                team == null ? null : new TeamName(team),
                text(node, "set", faults),
                pairs,
                description == null ? "" : description));
  }

  private static @Nullable String text(JsonNode node, String field, Faults faults) {
    JsonNode value = node.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      faults.add("/metadata/" + field, "must be a text; put it in quotes.");
      return null;
    }
    return value.asString();
  }

  /** Reads a spec alone, defaults filled in; pointers are relative to the document. */
  private static @Nullable Spec spec(Kind kind, JsonNode given, Faults faults) {
    for (String required : SpecDefaults.required(kind)) {
      if (given.path(required).isMissingNode() || given.path(required).isNull()) {
        faults.add("/spec/" + required, "is required.");
      }
    }
    if (faults.any()) {
      return null;
    }
    ObjectNode complete = SpecDefaults.complete(kind, given);
    try {
      return MeshJson.mapper().treeToValue(complete, kind.spec());
    } catch (JacksonException e) {
      faults.add("/spec" + MeshJson.pointer(e), WireFaults.message(e));
      return null;
    }
  }

  /** The document of a stored resource. */
  public static ResourceDocument document(ResourceSpec resource, @Nullable JsonNode status) {
    Metadata metadata = resource.metadata();
    TeamName team = metadata.team();
    return new ResourceDocument(
        ResourceDocument.API_VERSION,
        resource.kind().word(),
        new ResourceDocument.MetadataDocument(
            resource.name().value(),
            team == null ? null : team.value(),
            metadata.set(),
            metadata.labels().isEmpty() ? null : new TreeMap<>(metadata.labels()),
            metadata.description().isEmpty() ? null : metadata.description()),
        MeshJson.toTree(resource.spec()),
        status);
  }

  /** A spec as JSON text, as stores keep it. */
  public static String writeSpec(Spec spec) {
    return MeshJson.write(spec);
  }

  /** A spec from the text that {@link #writeSpec} wrote, of this or an earlier version. */
  public static Spec readSpec(Kind kind, String json) {
    return MeshJson.mapper()
        .treeToValue(SpecDefaults.complete(kind, MeshJson.tree(json)), kind.spec());
  }

  /** Documents as YAML, divided by {@code ---}. */
  public static String yaml(List<ResourceDocument> documents) {
    StringBuilder text = new StringBuilder();
    for (ResourceDocument document : documents) {
      text.append(YAML.writeValueAsString(withoutNulls(MeshJson.toTree(document))));
    }
    return text.toString();
  }

  private static JsonNode withoutNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      List<String> empty = new ArrayList<>();
      object
          .properties()
          .forEach(
              entry -> {
                if (entry.getValue().isNull()) {
                  empty.add(entry.getKey());
                } else {
                  withoutNulls(entry.getValue());
                }
              });
      object.remove(empty);
    }
    return node;
  }

  /** Gathers faults of one document. */
  private static final class Faults {
    private final LocatedTree document;
    private final List<Violation> violations = new ArrayList<>();

    Faults(LocatedTree document) {
      this.document = document;
    }

    void add(String pointer, String message) {
      violations.add(
          new Violation(pointer, "%s (line %d)".formatted(message, document.line(pointer))));
    }

    boolean any() {
      return !violations.isEmpty();
    }

    void refuseUnknown(String pointer, JsonNode object, List<String> known) {
      object
          .properties()
          .forEach(
              entry -> {
                if (!known.contains(entry.getKey())) {
                  add(pointer + "/" + entry.getKey(), "is not known here; there are: " + known);
                }
              });
    }

    <T> @Nullable T at(String pointer, Supplier<T> reading) {
      try {
        return reading.get();
      } catch (MeshException e) {
        add(pointer, e.text());
        return null;
      }
    }

    void throwAny(String what) {
      if (violations.isEmpty()) {
        return;
      }
      Violation first = violations.getFirst();
      throw new MeshException(
          ApiError.INVALID_DOCUMENT,
          "%s is not valid: %s %s".formatted(what, first.pointer(), first.message()),
          violations);
    }
  }
}
