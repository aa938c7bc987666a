package io.meshwork.controlplane.web;

import io.meshwork.api.Kind;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One controller serves the collections of all kinds; the OpenAPI document says each on its own,
 * with operation ids such as {@code putEventType}.
 */
final class CollectionPaths {
  private static final String VARIABLE = "{collection}";

  private CollectionPaths() {}

  static void unfold(OpenAPI api) {
    Paths unfolded = new Paths();
    for (Map.Entry<String, PathItem> entry : new LinkedHashMap<>(api.getPaths()).entrySet()) {
      if (!entry.getKey().contains(VARIABLE)) {
        merge(unfolded, entry.getKey(), entry.getValue());
        continue;
      }
      for (Kind kind : Kind.values()) {
        merge(
            unfolded, entry.getKey().replace(VARIABLE, kind.path()), item(entry.getValue(), kind));
      }
    }
    api.setPaths(unfolded);
  }

  private static void merge(Paths paths, String path, PathItem item) {
    PathItem there = paths.get(path);
    if (there == null) {
      paths.addPathItem(path, item);
    } else {
      item.readOperationsMap().forEach(there::operation);
    }
  }

  private static PathItem item(PathItem folded, Kind kind) {
    PathItem item = new PathItem();
    folded.readOperationsMap().forEach((method, one) -> item.operation(method, of(one, kind)));
    return item;
  }

  private static Operation of(Operation folded, Kind kind) {
    String verb = folded.getOperationId();
    List<Parameter> parameters = new ArrayList<>();
    for (Parameter parameter : folded.getParameters()) {
      if (!parameter.getName().equals("collection")) {
        parameters.add(parameter);
      }
    }
    return new Operation()
        .operationId(verb + kind.word() + (verb.equals("list") ? "s" : ""))
        .summary(folded.getSummary())
        .tags(List.of(kind.path()))
        .parameters(parameters)
        .requestBody(folded.getRequestBody())
        .responses(folded.getResponses());
  }
}
