package io.meshwork.cli;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.MeshJson;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(name = "deploy", description = "Applies exactly this plan, and follows it to its end.")
final class DeployCommand implements Callable<Integer> {
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(300);

  @Spec private CommandSpec spec;
  @Mixin private Connection connection = new Connection();

  @Parameters(paramLabel = "PLAN", description = "A plan's id, as mesh plan printed it.")
  private UUID plan;

  @Option(names = "--no-wait", description = "Return as soon as it is begun.")
  private boolean noWait;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long to follow it; it goes on without us.")
  private long timeout = 300;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (ControlPlaneClient client = connection.open()) {
      DeploymentDocument now =
          client
              .post(
                  "/api/v1/deployments",
                  MeshJson.mapper().createObjectNode().put("plan", plan.toString()).toString())
              .as(DeploymentDocument.class);
      out.printf("Deployment %s%n", now.id());
      Instant end = Instant.now().plus(Duration.ofSeconds(timeout));
      long told = 0;
      while (!noWait && !ended(now) && Instant.now().isBefore(end)) {
        LockSupport.parkNanos(POLL);
        now = client.get("/api/v1/deployments/" + now.id()).as(DeploymentDocument.class);
        long done = done(now);
        if (done != told) {
          out.printf("  %d of %d%n", done, now.steps().size());
          out.flush();
          told = done;
        }
      }
      return result(now, out);
    }
  }

  private static int result(DeploymentDocument now, PrintWriter out) {
    return switch (now.state()) {
      case APPLIED -> {
        out.println("Applied.");
        yield ExitCode.DONE;
      }
      case FAILED -> {
        out.println("Failed: " + (now.problem() == null ? "see its steps" : now.problem()));
        yield ExitCode.ERROR;
      }
      case WAITING, RUNNING -> {
        out.println("Goes on; follow it with: mesh get deployments/" + now.id());
        yield ExitCode.DONE;
      }
    };
  }

  private static boolean ended(DeploymentDocument deployment) {
    return deployment.state() == DeploymentDocument.State.APPLIED
        || deployment.state() == DeploymentDocument.State.FAILED;
  }

  private static long done(DeploymentDocument deployment) {
    return deployment.steps().stream()
        .filter(step -> step.state() == DeploymentDocument.StepState.DONE)
        .count();
  }
}
