package io.meshwork.cli;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What grows with every change and is listed newest first, one page of it. */
enum Newest {
  DEPLOYMENTS {
    @Override
    Table empty() {
      return new Table("ID", "STATE", "STEPS DONE", "STARTED", "BY");
    }

    @Override
    List<String> row(JsonNode item) {
      DeploymentDocument one = MeshJson.mapper().treeToValue(item, DeploymentDocument.class);
      long done =
          one.steps().stream()
              .filter(step -> step.state() == DeploymentDocument.StepState.DONE)
              .count();
      return List.of(
          one.id().toString(),
          word(one.state()) + (one.undoneBy() == null ? "" : ", taken back"),
          "%d of %d".formatted(done, one.steps().size()),
          one.startedAt().toString(),
          one.startedBy());
    }
  },
  PLANS {
    @Override
    Table empty() {
      return new Table("ID", "STATE", "ACTIONS", "ABOUT", "COMPUTED", "BY");
    }

    @Override
    List<String> row(JsonNode item) {
      PlanDocument one = MeshJson.mapper().treeToValue(item, PlanDocument.class);
      return List.of(
          one.id().toString(),
          word(one.state()),
          Integer.toString(one.actions().size()),
          about(one.scope()),
          one.createdAt().toString(),
          one.createdBy());
    }
  },
  REVISIONS {
    @Override
    Table empty() {
      return new Table("REVISION", "CHANGED", "AT", "BY", "CAUSE");
    }

    @Override
    List<String> row(JsonNode item) {
      return List.of(
          item.path("revision").asString(""),
          item.path("changed").asString(""),
          item.path("at").asString(""),
          item.path("by").asString(""),
          item.path("cause").asString(""));
    }
  };

  /** How many are listed. */
  static final int LISTED = 50;

  /** The table's headings. */
  abstract Table empty();

  /** One line of the table. */
  abstract List<String> row(JsonNode item);

  /** Which of these a person means, such as {@code plans} or {@code plan}. */
  static Optional<Newest> of(String kind) {
    return Arrays.stream(values())
        .filter(
            each -> each.path().equalsIgnoreCase(kind) || each.path().equalsIgnoreCase(kind + "s"))
        .findFirst();
  }

  String path() {
    return name().toLowerCase(Locale.ROOT);
  }

  Table table(JsonNode items) {
    Table table = empty();
    items.forEach(item -> table.row(row(item).toArray(String[]::new)));
    return table;
  }

  private static String word(Enum<?> state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static String about(PlanScope scope) {
    List<PlanScope.ResourceRef> resources = scope.resources();
    if (scope.team() != null) {
      return "Team " + scope.team();
    }
    if (resources == null || resources.isEmpty()) {
      return "the mesh";
    }
    String shown =
        resources.stream()
            .limit(2)
            .map(each -> each.kind() + " " + each.name())
            .collect(Collectors.joining(", "));
    return resources.size() > 2 ? shown + " and %d more".formatted(resources.size() - 2) : shown;
  }
}
