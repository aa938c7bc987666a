package io.meshwork.controlplane;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** One operation of the OpenAPI document. */
public record Operations(String id, String method, String path) {
  public static List<Operations> of(JsonNode document) {
    List<Operations> all = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method ->
                            all.add(
                                new Operations(
                                    method.getValue().path("operationId").asString(""),
                                    method.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey()))));
    return all;
  }
}
