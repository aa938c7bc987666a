package io.meshwork.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A resource as people and CI write it, in YAML or JSON.
 *
 * @param apiVersion always {@value #API_VERSION}
 * @param kind a {@link Kind#word}
 * @param metadata name, owner, labels
 * @param spec as the kind declares
 * @param status what the mesh knows of it; read only, ignored when sent
 */
public record ResourceDocument(
    String apiVersion,
    String kind,
    MetadataDocument metadata,
    JsonNode spec,
    @Nullable JsonNode status) {
  /** The only version so far. */
  public static final String API_VERSION = "mesh/v1";

  /** A resource's metadata on the wire. */
  public record MetadataDocument(
      String name,
      @Nullable String team,
      @Nullable String set,
      @Nullable Map<String, String> labels,
      @Nullable String description) {}
}
