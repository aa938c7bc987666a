package io.meshwork.deployment.run;

import io.meshwork.api.DeploymentDocument.StepState;
import io.meshwork.api.DeploymentDocument.Wait;
import io.meshwork.api.DeploymentDocument.WaitCode;
import io.meshwork.deployment.execution.Ending;
import io.meshwork.deployment.execution.Signal;
import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.execution.StopSignal;
import io.meshwork.deployment.execution.Stopping;
import io.meshwork.deployment.store.StoredDeployment;
import io.meshwork.deployment.store.StoredPlan;
import io.meshwork.model.BrokerName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Takes away what deployments left for their contract phase, once nothing speaks against it.
 *
 * <p>Invariant: a step runs only while its broker's right is held, no deployment that has begun
 * wants the broker, and the plan computed again from what is there at that moment still asks for
 * exactly this step. Whatever speaks against it is written down for people first. One control plane
 * does it at a time; a step that was cut short is asked for again.
 */
public class Contracting implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Contracting.class);
  private static final String RIGHT = "contract";

  private final Records records;
  private final Locks locks;
  private final Waits waits;
  private final DeploymentRunner runner;
  private final Duration every;
  private final Signal wake = new Signal();
  private volatile StopSignal stop = new StopSignal();
  private volatile Thread looper = Thread.ofVirtual().unstarted(() -> {});
  private volatile boolean running;

  Contracting(Records records, Locks locks, Waits waits, DeploymentRunner runner, Duration every) {
    this.records = records;
    this.locks = locks;
    this.waits = waits;
    this.runner = runner;
    this.every = every;
  }

  @Override
  public void start() {
    StopSignal signal = new StopSignal();
    stop = signal;
    running = true;
    looper = Thread.ofVirtual().name("contracting").start(() -> loop(signal));
  }

  @Override
  public void stop() {
    running = false;
    stop.give();
    wake.give();
    Stopping.await(List.of(looper));
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void loop(StopSignal signal) {
    while (!signal.isGiven()) {
      long seen = runner.progress().count();
      try {
        Optional<Locks.Held> right = locks.tryHold(List.of(RIGHT));
        if (right.isPresent()) {
          try (Locks.Held held = right.get()) {
            held.check();
            round(signal);
          }
        }
        runner.progress().await(seen, every);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.atWarn()
            .setCause(e)
            .log("What waits to be taken away cannot be looked at; later again");
        signal.within(every);
      }
    }
  }

  private void round(StopSignal signal) {
    for (StoredDeployment deployment : records.deployments().contracting()) {
      if (!signal.isGiven()) {
        look(deployment, signal);
      }
    }
  }

  private void look(StoredDeployment deployment, StopSignal signal) {
    StoredPlan plan = records.plans().find(deployment.plan()).orElseThrow();
    List<Step.OnBroker> open = open(deployment, plan);
    Map<Integer, Waits.Verdict> verdicts = waits.of(deployment, plan, open);
    Map<BrokerName, List<Step.OnBroker>> ready = new HashMap<>();
    Map<Integer, String> remarks = new HashMap<>();
    for (Step.OnBroker step : open) {
      switch (verdicts.get(step.number())) {
        case Waits.Verdict.Waiting(var reasons) -> note(deployment, step, reasons);
        case Waits.Verdict.Unwanted(var why) ->
            write(() -> records.deployments().stepSkipped(deployment.id(), step.number(), why));
        case Waits.Verdict.Ready(var remark) -> {
          ready.computeIfAbsent(step.broker(), _ -> new ArrayList<>()).add(step);
          remarks.put(step.number(), remark);
        }
        case null -> {}
      }
    }
    ready.forEach(
        (broker, steps) -> take(new Due(deployment, plan, remarks), broker, steps, signal));
    write(() -> records.deployments().closeContract(deployment.id()));
  }

  private static List<Step.OnBroker> open(StoredDeployment deployment, StoredPlan plan) {
    Set<Integer> numbers =
        deployment.document().steps().stream()
            .filter(step -> step.state() == StepState.WAITING || step.state() == StepState.RUNNING)
            .map(step -> step.action())
            .collect(Collectors.toSet());
    return plan.content().contract().stream()
        .filter(step -> numbers.contains(step.number()))
        .filter(Step.OnBroker.class::isInstance)
        .map(Step.OnBroker.class::cast)
        .toList();
  }

  /** A deployment of which steps are due. */
  private record Due(StoredDeployment deployment, StoredPlan plan, Map<Integer, String> remarks) {}

  private void take(Due due, BrokerName broker, List<Step.OnBroker> steps, StopSignal signal) {
    StoredDeployment deployment = due.deployment();
    Optional<Locks.Held> right = locks.tryHold(DeploymentRunner.rights(List.of(broker), List.of()));
    if (right.isEmpty()) {
      steps.forEach(step -> note(deployment, step, List.of(turn(broker))));
      return;
    }
    try (Locks.Held held = right.get()) {
      Journal journal =
          new Journal(
              deployment.id(),
              held,
              records,
              runner.progress(),
              due.remarks(),
              () -> refuseIfWanted(broker));
      Ending ending = runner.execution(journal, due.plan(), signal).run(List.copyOf(steps));
      if (ending instanceof Ending.Failed(int number, String message)) {
        LOG.atWarn()
            .addKeyValue("deployment", deployment.id())
            .addKeyValue("step", number)
            .log("What should go stays: {}", message);
      }
    } catch (NotYet e) {
      steps.forEach(step -> note(deployment, step, List.of(turn(broker))));
    }
  }

  private void refuseIfWanted(BrokerName broker) {
    records.deployments().holdBeginnings();
    Set<BrokerName> wanted = new TreeSet<>();
    records
        .deployments()
        .unfinished()
        .forEach(
            other -> wanted.addAll(records.plans().find(other.plan()).orElseThrow().brokers()));
    if (wanted.contains(broker)) {
      throw new NotYet();
    }
  }

  private static Wait turn(BrokerName broker) {
    return new Wait(
        WaitCode.TURN, "Another deployment works on broker '%s'.".formatted(broker), null);
  }

  private void note(StoredDeployment deployment, Step step, List<Wait> reasons) {
    write(() -> records.deployments().stepWaits(deployment.id(), step.number(), reasons));
  }

  private void write(Runnable writing) {
    records.transaction().executeWithoutResult(_ -> writing.run());
  }

  /** A deployment that has begun wants the broker. */
  private static final class NotYet extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
