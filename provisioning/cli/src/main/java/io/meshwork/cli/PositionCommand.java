package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PositionDocument;
import io.meshwork.api.PositionDocument.Going;
import io.meshwork.api.PositionDocument.Standing;
import io.meshwork.api.PositionMove;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "position",
    description = {
      "Shows where a link stands at its source; with --to, what going on from elsewhere would skip"
          + " and repeat; with --move, makes it so.",
      "Exit 0: shown or moved. Exit 2: --to would change something and --move was not said."
    })
final class PositionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();
  @Mixin private LinkArgument link = new LinkArgument();
  @Mixin private TextOrJson output = new TextOrJson();

  @Option(
      names = "--to",
      paramLabel = "PLACE",
      description =
          "earliest: with the oldest event that is left; latest: with the next one; or a time, such"
              + " as 2026-11-21T20:00:00Z.")
  private @Nullable String to;

  @Option(
      names = "--partition",
      paramLabel = "NUMBER",
      description = "Only this source partition. May be repeated; all.")
  private List<Integer> partitions = new ArrayList<>();

  @Option(names = "--move", description = "Moves it; needs --to and --reason.")
  private boolean move;

  @Option(names = "--reason", paramLabel = "REASON", description = "Why; kept in the audit.")
  private @Nullable String reason;

  @Override
  public Integer call() {
    if (move && (to == null || reason == null)) {
      throw new ParameterException(
          spec.commandLine(), "--move needs --to, where to go on, and --reason, why.");
    }
    try (ControlPlaneClient client = connection.open()) {
      PositionDocument found = client.get(query().text()).as(PositionDocument.class);
      if (move) {
        found = moved(client, found);
      }
      output.print(spec, found, this::print);
      Going total = found.total();
      return move || total.skipped() + total.repeated() == 0 ? ExitCode.DONE : ExitCode.CHANGES;
    }
  }

  /** Exactly to what was looked at a moment before. */
  private PositionDocument moved(ControlPlaneClient client, PositionDocument found) {
    List<PositionMove.Place> places = new ArrayList<>();
    for (Standing each : found.partitions()) {
      if (each.going() != null) {
        places.add(new PositionMove.Place(each.partition(), each.going().position()));
      }
    }
    return client
        .post(
            link.path("/position:move").text(),
            MeshJson.write(Map.of("places", places, "reason", reason)))
        .as(PositionDocument.class);
  }

  private RequestPath query() {
    RequestPath query = link.path("/position").with("to", to);
    for (Integer partition : partitions) {
      query = query.with("partition", partition);
    }
    return query;
  }

  private void print(PositionDocument found, PrintWriter out) {
    Table table = new Table("PARTITION", "STANDS AT", "BEHIND", "", "GOES TO", "SKIPS", "REPEATS");
    for (Standing each : found.partitions()) {
      Going going = each.going();
      table.row(
          Integer.toString(each.partition()),
          each.committed() == null ? "not begun" : each.committed(),
          Long.toString(each.behind()),
          each.gone() ? "events are gone" : "",
          going == null ? "-" : going.position(),
          going == null ? "-" : Long.toString(going.skipped()),
          going == null ? "-" : Long.toString(going.repeated()));
    }
    table.print(out);
    Going total = found.total();
    if (move) {
      out.printf(
          "Moved: %d events skipped, %d repeated at the most. Its relays take it with their next"
              + " manifest; this command then shows it as taken.%n",
          total.skipped(), total.repeated());
    } else if (to != null) {
      out.printf(
          "%d events would be skipped, %d repeated at the most. Nothing was changed; --move"
              + " --reason WHY does it.%n",
          total.skipped(), total.repeated());
    }
    for (PositionDocument.Move each : found.moves()) {
      out.printf(
          "move %d of %s by %s, taken in %d of %d partitions: %s%n",
          each.number(), each.at(), each.by(), each.taken(), each.places().size(), each.reason());
    }
  }
}
