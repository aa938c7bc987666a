package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.Documents;
import io.meshwork.api.Kind;
import io.meshwork.api.MeshJson;
import io.meshwork.api.ResourceDocument;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

@Command(name = "get", description = "Shows resources of a kind, or one of them.")
final class GetCommand implements Callable<Integer> {
  private static final int PAGE = 200;

  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(
      index = "0",
      paramLabel = "KIND",
      description =
          "teams, applications, regions, brokers, event-types, publications, subscriptions; or deployments, plans, revisions (the newest 50), and one of those as deployments/ID.")
  private String kind = "";

  @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "One of them.")
  private @Nullable String name;

  @Option(
      names = {"-q", "--query"},
      paramLabel = "TEXT",
      description = "Only what this text is found in.")
  private @Nullable String query;

  @Option(names = "--team", paramLabel = "TEAM", description = "Only this team's.")
  private @Nullable String team;

  @Option(
      names = {"-o", "--output"},
      description = "table, yaml or json; table for lists and yaml for one by default.")
  private @Nullable Output output;

  enum Output {
    TABLE,
    YAML,
    JSON
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (ControlPlaneClient client = connection.open()) {
      String[] parts = kind.split("/", 2);
      Optional<Newest> newest = Newest.of(parts[0]);
      if (newest.isPresent()) {
        newest(client, newest.get(), parts.length == 2 ? parts[1] : name, out);
        return ExitCode.DONE;
      }
      Kind known = ResourceArgument.kind(kind);
      List<ResourceDocument> found =
          name == null
              ? list(client, known)
              : List.of(
                  client
                      .get("/api/v1/" + known.path() + "/" + RequestPath.encoded(name))
                      .as(ResourceDocument.class));
      print(found, out);
      return ExitCode.DONE;
    }
  }

  private void newest(
      ControlPlaneClient client, Newest which, @Nullable String one, PrintWriter out) {
    String path = "/api/v1/" + which.path();
    if (one != null) {
      JsonNode found = MeshJson.tree(client.get(path + "/" + RequestPath.encoded(one)).body());
      out.println(MeshJson.pretty(found));
      return;
    }
    JsonNode page =
        MeshJson.tree(
            client
                .get(
                    new RequestPath(path)
                        .with("limit", Newest.LISTED)
                        .with("q", query)
                        .with("team", team)
                        .text())
                .body());
    if (output == Output.JSON || output == Output.YAML) {
      out.println(MeshJson.pretty(page.path("items")));
    } else {
      which.table(page.path("items")).print(out);
    }
  }

  private List<ResourceDocument> list(ControlPlaneClient client, Kind known) {
    List<ResourceDocument> found = new ArrayList<>();
    String cursor = "";
    do {
      RequestPath path =
          new RequestPath("/api/v1/" + known.path())
              .with("limit", PAGE)
              .with("q", query)
              .with("team", team)
              .with("cursor", cursor.isEmpty() ? null : cursor);
      JsonNode page = MeshJson.tree(client.get(path.text()).body());
      for (JsonNode item : page.path("items")) {
        found.add(MeshJson.mapper().treeToValue(item, ResourceDocument.class));
      }
      cursor = page.path("nextCursor").asString("");
    } while (!cursor.isEmpty());
    return found;
  }

  private void print(List<ResourceDocument> found, PrintWriter out) {
    Output shape = output != null ? output : name == null ? Output.TABLE : Output.YAML;
    switch (shape) {
      case YAML -> out.print(Documents.yaml(found));
      case JSON -> out.println(MeshJson.pretty(name == null ? found : found.getFirst()));
      case TABLE -> table(found).print(out);
    }
  }

  private static Table table(List<ResourceDocument> found) {
    Table table = new Table("NAME", "TEAM", "STATE", "DESCRIPTION");
    for (ResourceDocument document : found) {
      String team = document.metadata().team();
      String description = document.metadata().description();
      JsonNode status = document.status();
      table.row(
          document.metadata().name(),
          team == null ? "-" : team,
          status == null ? "-" : status.path("state").asString("-"),
          description == null ? "" : description.lines().findFirst().orElse(""));
    }
    return table;
  }
}
