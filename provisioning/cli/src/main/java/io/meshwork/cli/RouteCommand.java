package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.RouteDocument;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "route",
    description = "Draws the way of an event type to a subscription, as it runs or as planned.")
final class RouteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "EVENT-TYPE", description = "What moves.")
  private String eventType = "";

  @Parameters(index = "1", paramLabel = "SUBSCRIPTION", description = "Where to.")
  private String subscription = "";

  @Option(
      names = "--plan",
      paramLabel = "ID",
      description = "As it would be after this plan; without it, as it runs.")
  private @Nullable String plan;

  @Override
  public Integer call() {
    String asked = plan == null ? "" : "?plan=" + plan;
    try (ControlPlaneClient client = connection.open()) {
      RouteDocument route =
          client
              .get("/api/v1/event-types/%s/routes/%s%s".formatted(eventType, subscription, asked))
              .as(RouteDocument.class);
      draw(route, spec.commandLine().getOut());
      return route.problems().isEmpty() ? ExitCode.DONE : ExitCode.BLOCKED;
    }
  }

  private static void draw(RouteDocument route, PrintWriter out) {
    for (RouteDocument.Way way : route.origins()) {
      out.printf("%s from %s%n", route.eventType(), way.origin());
      for (RouteDocument.Hop hop : way.hops()) {
        if (hop.link() != null) {
          out.printf("  |  %s%n", words(hop));
        }
        out.printf(
            "%s %s / %s: %s%s%n",
            hop.link() == null ? "  o" : "  v",
            hop.region(),
            hop.broker(),
            hop.channel(),
            mark(hop.state()));
      }
      out.printf("  = %s%n", route.subscription());
    }
    route.problems().forEach(problem -> out.printf("! %s%n", problem));
  }

  private static String words(RouteDocument.Hop hop) {
    String filter = hop.filter() == null ? "all events" : "filtered by " + hop.filter();
    String shared =
        hop.sharedWith() == 0 ? "" : ", shared with %d more".formatted(hop.sharedWith());
    return "%s, run in %s, %s%s".formatted(hop.link(), hop.runsIn(), filter, shared);
  }

  private static String mark(RouteDocument.State state) {
    return switch (state) {
      case RUNS -> "";
      case PLANNED, GOES -> "  (" + state.name().toLowerCase(Locale.ROOT) + ")";
    };
  }
}
