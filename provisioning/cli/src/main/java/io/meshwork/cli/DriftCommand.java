package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.DriftDocument;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PlanDocument;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "drift",
    description =
        "Shows where brokers differ from what was applied. Exit 2: somewhere that nobody lives with.",
    subcommands = {
      DriftCommand.Repair.class,
      DriftCommand.Accept.class,
      DriftCommand.Ignore.class,
      DriftCommand.Notice.class
    })
final class DriftCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Option(names = "--fresh", description = "Look now instead of telling what was last seen.")
  private boolean fresh;

  @Override
  public Integer call() {
    try (ControlPlaneClient client = connection.open()) {
      DriftDocument drift =
          client.get("/api/v1/drift" + (fresh ? "?fresh=true" : "")).as(DriftDocument.class);
      print(drift, spec.commandLine().getOut());
      return drift.resources().stream().anyMatch(resource -> resource.ignored() == null)
          ? ExitCode.CHANGES
          : ExitCode.DONE;
    }
  }

  private static void print(DriftDocument drift, PrintWriter out) {
    for (DriftDocument.DriftedResource resource : drift.resources()) {
      out.printf(
          "%s '%s': %s since %s%n",
          resource.broker(),
          resource.resource(),
          resource.finding().name().toLowerCase(Locale.ROOT),
          resource.since());
      resource
          .changes()
          .forEach(
              change ->
                  out.printf(
                      "    %s: %s as applied, %s now%n",
                      change.name(),
                      change.before() == null ? "(absent)" : change.before(),
                      change.after() == null ? "(absent)" : change.after()));
      out.printf("    because of %s%n", String.join(", ", resource.causes()));
      DriftDocument.Ignored ignored = resource.ignored();
      if (ignored != null) {
        out.printf(
            "    ignored until %s by %s: %s%n", ignored.until(), ignored.by(), ignored.reason());
      }
    }
    drift
        .away()
        .forEach(
            away ->
                out.printf(
                    "%s is unknown since %s: %s%n", away.broker(), away.since(), away.reason()));
    Instant at = drift.checkedAt();
    out.printf(
        "%d differ; looked %s.%n",
        drift.resources().size(), at == null ? "never (try --fresh)" : "at " + at);
  }

  /** What is done about one finding. */
  abstract static class Remedy implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private Connection connection = new Connection();

    @Parameters(index = "0", paramLabel = "BROKER", description = "On which broker.")
    private String broker = "";

    @Parameters(
        index = "1",
        paramLabel = "'KIND NAME'",
        description = "The resource, as mesh drift shows it.")
    private String resource = "";

    abstract String verb();

    /** Adds what the verb takes besides. */
    void complete(ObjectNode request) {}

    /** Tells what came of it. */
    int tell(String body, PrintWriter out) {
      out.printf("%s: %s '%s'.%n", verb(), broker, resource);
      return ExitCode.DONE;
    }

    @Override
    public Integer call() {
      ObjectNode request =
          MeshJson.mapper().createObjectNode().put("broker", broker).put("resource", resource);
      complete(request);
      try (ControlPlaneClient client = connection.open()) {
        return tell(
            client.post("/api/v1/drift:" + verb(), request.toString()).body(),
            spec.commandLine().getOut());
      }
    }
  }

  @Command(name = "repair", description = "Shows the plan that makes it as it was applied.")
  static final class Repair extends Remedy {
    @Override
    String verb() {
      return "repair";
    }

    @Override
    int tell(String body, PrintWriter out) {
      PlanDocument plan = MeshJson.read(body, PlanDocument.class);
      PlanText.print(plan, out);
      return ExitCode.of(plan);
    }
  }

  @Command(name = "accept", description = "Takes it into the catalog as it is.")
  static final class Accept extends Remedy {
    @Override
    String verb() {
      return "accept";
    }
  }

  @Command(name = "ignore", description = "Lives with it for a while.")
  static final class Ignore extends Remedy {
    @Option(
        names = "--reason",
        required = true,
        paramLabel = "REASON",
        description = "Why; kept in the audit.")
    private String reason = "";

    @Option(
        names = "--for",
        defaultValue = "P7D",
        paramLabel = "DURATION",
        description = "For how long, such as PT12H or P7D (the default).")
    private Duration lasting = Duration.ofDays(7);

    @Override
    String verb() {
      return "ignore";
    }

    @Override
    void complete(ObjectNode request) {
      request.put("reason", reason).put("until", Instant.now().plus(lasting).toString());
    }
  }

  @Command(name = "notice", description = "Shows it again.")
  static final class Notice extends Remedy {
    @Override
    String verb() {
      return "notice";
    }
  }
}
