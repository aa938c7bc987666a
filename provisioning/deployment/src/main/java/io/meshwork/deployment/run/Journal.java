package io.meshwork.deployment.run;

import io.meshwork.api.DeploymentDocument.StepState;
import io.meshwork.deployment.execution.Signal;
import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.execution.StepJournal;
import io.meshwork.deployment.store.AppliedResource;
import io.meshwork.deployment.store.AppliedResources;
import io.meshwork.deployment.store.DeploymentStore;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Resource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** One deployment's records, each written in a transaction of its own while its rights are held. */
final class Journal implements StepJournal {
  private final UUID deployment;
  private final Locks.Held rights;
  private final DeploymentStore deployments;
  private final AppliedResources applied;
  private final TransactionTemplate transaction;
  private final Signal progress;
  private final Map<Integer, String> remarks;
  private final Runnable guard;

  /** Without remarks, and with nothing to ask before a step begins. */
  Journal(UUID deployment, Locks.Held rights, Records records, Signal progress) {
    this(deployment, rights, records, progress, Map.of(), () -> {});
  }

  /**
   * With these.
   *
   * @param remarks what is written down of a step when it is done
   * @param guard asked in the transaction that writes down that steps begin; throws if they may not
   */
  Journal(
      UUID deployment,
      Locks.Held rights,
      Records records,
      Signal progress,
      Map<Integer, String> remarks,
      Runnable guard) {
    this.guard = guard;
    this.remarks = Map.copyOf(remarks);
    this.deployment = deployment;
    this.rights = rights;
    this.deployments = records.deployments();
    this.applied = records.applied();
    this.transaction = records.transaction();
    this.progress = progress;
  }

  @Override
  public void starting(List<? extends Step> steps) {
    rights.check();
    write(
        () -> {
          guard.run();
          steps.forEach(step -> deployments.stepStarts(deployment, step.number()));
          deployments.touch(deployment);
        });
  }

  @Override
  public void done(Step step, @Nullable Identity identity) {
    write(
        () -> {
          deployments.stepEnds(
              deployment, step.number(), StepState.DONE, remarks.get(step.number()));
          if (step instanceof Step.OnBroker onBroker) {
            remember(onBroker, identity);
          }
        });
  }

  @Override
  public void failed(Step step, String message) {
    write(() -> deployments.stepEnds(deployment, step.number(), StepState.FAILED, message));
  }

  private void remember(Step.OnBroker step, @Nullable Identity identity) {
    switch (step.operation()) {
      case Operation.Create(var resource) -> put(step, resource, identity, false);
      case Operation.Change(_, var to, _) -> put(step, to, identity, false);
      case Operation.Delete(var id, _) -> applied.remove(step.broker(), id);
      case Operation.Release(var id, _) -> applied.remove(step.broker(), id);
      // It stays as others made it; a change that follows says what we set.
      case Operation.Adopt(var id, _) ->
          put(step, new Resource(id, new TreeMap<>(), Set.of()), identity, true);
    }
  }

  private void put(
      Step.OnBroker step, Resource resource, @Nullable Identity identity, boolean adopted) {
    if (identity != null) {
      applied.put(
          new AppliedResource(
              step.broker(),
              resource.id(),
              resource.attributes(),
              identity,
              step.causes(),
              adopted));
    }
  }

  private void write(Runnable writing) {
    transaction.executeWithoutResult(_ -> writing.run());
    progress.give();
  }
}
