package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PromotionDocument;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "promote",
    description = "Pins a schema version of an event type in an environment.")
final class PromoteCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(index = "0", paramLabel = "EVENT-TYPE", description = "What to promote.")
  private String eventType = "";

  @Option(
      names = "--to",
      required = true,
      paramLabel = "ENVIRONMENT",
      description = "Where, such as prod.")
  private String environment = "";

  @Option(names = "--version", paramLabel = "N", description = "Which; without it, the newest.")
  private @Nullable Integer version;

  @Option(names = "--lower", description = "An older version than it has is meant.")
  private boolean lower;

  @Option(names = "--dry-run", description = "Say what would change, and change nothing.")
  private boolean dryRun;

  @Override
  public Integer call() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("environment", environment);
    Integer wanted = version;
    if (wanted != null) {
      body.put("version", wanted);
    }
    if (lower) {
      body.put("lower", true);
    }
    try (ControlPlaneClient client = connection.open()) {
      PromotionDocument done =
          client
              .post(
                  "/api/v1/event-types/%s:promote%s"
                      .formatted(eventType, dryRun ? "?dryRun=true" : ""),
                  MeshJson.write(body))
              .as(PromotionDocument.class);
      say(done, spec.commandLine().getOut());
      Integer before = done.before();
      boolean changes = before == null || before != done.after();
      return dryRun && changes ? ExitCode.CHANGES : ExitCode.DONE;
    }
  }

  private static void say(PromotionDocument done, PrintWriter out) {
    Integer before = done.before();
    out.printf(
        "%s in %s: version %s -> %d%s%s%n",
        done.eventType(),
        done.environment(),
        before == null ? "not pinned (newest, %d)".formatted(done.newest()) : before,
        done.after(),
        done.lowers() ? ", lower" : "",
        done.dryRun() ? " (nothing was changed)" : "");
    done.publications().forEach(name -> out.printf("  publication  %s%n", name));
    done.subscriptions().forEach(name -> out.printf("  subscription %s%n", name));
    if (done.others() > 0) {
      out.printf("  and %d subscriptions that you may not see%n", done.others());
    }
  }
}
