package io.meshwork.cli;

import io.meshwork.api.ApiError;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PlanDocument;
import io.meshwork.model.MeshException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Applies a plan and follows it: what the commands that do so share. */
final class Deploying {
  private static final long POLL = TimeUnit.MILLISECONDS.toNanos(300);

  @Option(names = "--no-wait", description = "Return as soon as it is begun.")
  private boolean noWait;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "How long to follow it; it goes on without us, and the exit code is 1.")
  private long timeout = 300;

  @Option(
      names = "--despite-freeze",
      paramLabel = "REASON",
      description = "Why it cannot wait for the end of a freeze window; for operators.")
  private @Nullable String despiteFreeze;

  /** Applies it, tells, and says the exit code. */
  int run(ControlPlaneClient client, UUID id, Printer printer) {
    ObjectNode request = MeshJson.mapper().createObjectNode().put("plan", id.toString());
    if (despiteFreeze != null) {
      request.put("despiteFreeze", despiteFreeze);
    }
    DeploymentDocument now =
        client.post("/api/v1/deployments", request.toString()).as(DeploymentDocument.class);
    printer.progress("Deployment " + now.id());
    Instant end = Instant.now().plus(Duration.ofSeconds(timeout));
    long told = 0;
    while (!noWait && !ended(now) && Instant.now().isBefore(end)) {
      LockSupport.parkNanos(POLL);
      now = look(client, now);
      long done = done(now);
      if (done != told) {
        printer.progress("  %d of %d".formatted(done, now.steps().size()));
        told = done;
      }
    }
    PlanDocument plan = client.get("/api/v1/plans/" + id).as(PlanDocument.class);
    printer.deployment(now, plan);
    return exitCode(now);
  }

  /** What it is now; a control plane that is away for a moment goes on with it when it is back. */
  private static DeploymentDocument look(ControlPlaneClient client, DeploymentDocument known) {
    try {
      return client.get("/api/v1/deployments/" + known.id()).as(DeploymentDocument.class);
    } catch (MeshException e) {
      if (e.code() != ApiError.CONTROL_PLANE_UNREACHABLE) {
        throw e;
      }
      return known;
    }
  }

  /** One that did not end in time is not done. */
  private int exitCode(DeploymentDocument last) {
    return switch (last.state()) {
      case APPLIED -> ExitCode.DONE;
      case FAILED -> ExitCode.ERROR;
      case WAITING, RUNNING -> noWait ? ExitCode.DONE : ExitCode.ERROR;
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
