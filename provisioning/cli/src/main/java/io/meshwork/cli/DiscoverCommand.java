package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.DiscoveryDocument;
import io.meshwork.api.DiscoveryDocument.Item;
import io.meshwork.api.DiscoveryDocument.Owner;
import io.meshwork.api.DiscoveryDocument.Proposal;
import io.meshwork.api.Documents;
import io.meshwork.api.MeshJson;
import io.meshwork.api.ResourceDocument;
import io.meshwork.model.MeshException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "discover",
    description = {
      "Lists what a broker holds that is not ours.",
      "With -o yaml, the event types that it could become, as documents to apply."
    })
final class DiscoverCommand implements Callable<Integer> {
  private static final int PAGE = 50;

  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(paramLabel = "BROKER", description = "Which broker.")
  private String broker = "";

  @Option(
      names = {"-q", "--query"},
      paramLabel = "TEXT",
      description = "Only what has this text in its name.")
  private @Nullable String query;

  @Option(
      names = "--team",
      paramLabel = "TEAM",
      description = "Whose the event types would be; needed for documents to apply.")
  private @Nullable String team;

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "table, yaml or json.")
  private Output output = Output.TABLE;

  enum Output {
    TABLE,
    YAML,
    JSON
  }

  @Override
  public Integer call() {
    if (output == Output.YAML && team == null) {
      throw new MeshException(
          ApiError.INVALID_DOCUMENT,
          "Documents to apply need an owner: mesh discover %s --team TEAM -o yaml."
              .formatted(broker));
    }
    PrintWriter out = spec.commandLine().getOut();
    try (ControlPlaneClient client = connection.open()) {
      List<Item> items = items(client);
      switch (output) {
        case TABLE -> table(items, out);
        case YAML -> yaml(items, out);
        case JSON -> out.println(MeshJson.pretty(items));
      }
      return ExitCode.DONE;
    }
  }

  private List<Item> items(ControlPlaneClient client) {
    List<Item> items = new ArrayList<>();
    String cursor = null;
    do {
      DiscoveryDocument page =
          client
              .get(
                  new RequestPath(
                          "/api/v1/brokers/%s/discovered".formatted(RequestPath.encoded(broker)))
                      .with("limit", PAGE)
                      .with("q", query)
                      .with("team", team)
                      .with("cursor", cursor)
                      .text())
              .as(DiscoveryDocument.class);
      items.addAll(page.items());
      cursor = page.nextCursor();
    } while (cursor != null);
    return items;
  }

  private void table(List<Item> items, PrintWriter out) {
    if (items.isEmpty()) {
      out.printf("Everything on %s that could be a channel is ours.%n", broker);
      return;
    }
    Table table = new Table("RESOURCE", "OWNER", "PARTITIONS", "EVENTS", "LAST DAY", "COULD BE");
    for (Item item : items) {
      table.row(
          item.resource(),
          item.owner() == Owner.FOREIGN ? "others" : "installation " + item.installation(),
          shown(item.partitions()),
          shown(item.events()),
          shown(item.lastDay()),
          couldBe(item));
    }
    table.print(out);
    out.printf(
        "%d found; documents to apply: mesh discover %s --team TEAM -o yaml%n",
        items.size(), broker);
  }

  private static String couldBe(Item item) {
    Proposal proposal = item.proposal();
    return proposal == null
        ? "nothing: " + item.reason()
        : "EventType " + proposal.document().metadata().name();
  }

  private static String shown(@Nullable Object figure) {
    return figure == null ? "?" : figure.toString();
  }

  private void yaml(List<Item> items, PrintWriter out) {
    List<ResourceDocument> documents = new ArrayList<>();
    out.printf("# Found on %s. Look the schemas over, then: mesh apply -f FILE%n", broker);
    out.println(
        "# With a publication at this broker, a plan takes over what is there as it is: mesh plan --adopt");
    for (Item item : items) {
      Proposal proposal = item.proposal();
      if (proposal == null) {
        out.printf("# %s: nothing proposed. %s%n", item.resource(), item.reason());
      } else {
        documents.add(proposal.document());
        proposal
            .notes()
            .forEach(note -> out.printf("# %s: %s%n", proposal.document().metadata().name(), note));
        if (proposal.adoptable()) {
          out.printf(
              "# %s: --adopt '%s:%s'%n",
              proposal.document().metadata().name(), broker, item.resource());
        }
      }
    }
    out.print(Documents.yaml(documents));
  }
}
