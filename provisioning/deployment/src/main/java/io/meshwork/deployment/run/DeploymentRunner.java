package io.meshwork.deployment.run;

import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.DeploymentDocument.StepState;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.execution.Ending;
import io.meshwork.deployment.execution.Patience;
import io.meshwork.deployment.execution.PlanExecution;
import io.meshwork.deployment.execution.Signal;
import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.execution.StopSignal;
import io.meshwork.deployment.execution.Stopping;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.deployment.store.StoredDeployment;
import io.meshwork.deployment.store.StoredPlan;
import io.meshwork.deployment.succession.Handover;
import io.meshwork.model.BrokerName;
import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.TransportError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Carries deployments to their end, whoever began them.
 *
 * <p>Invariant: a deployment is worked on only by who holds the rights of all its brokers and
 * regions, and of those that want a broker or region the oldest unfinished one goes first. So a
 * start, a turn in the queue, a resume after a crash and a takeover from another control plane are
 * one and the same thing: rights that can be had.
 */
public class DeploymentRunner implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(DeploymentRunner.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int AT_ONCE = 4;

  private final Records records;
  private final Locks locks;
  private final Brokers brokers;
  private final Catalog catalog;
  private final Handover handover;
  private final Timing timing;
  private final Signal wake = new Signal();
  private final Signal progress = new Signal();
  private final Map<UUID, Thread> working = new ConcurrentHashMap<>();
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private volatile StopSignal stop = new StopSignal();
  private volatile Thread looper = Thread.ofVirtual().unstarted(() -> {});
  private volatile boolean running;

  DeploymentRunner(
      Records records,
      Locks locks,
      Brokers brokers,
      Catalog catalog,
      Handover handover,
      Timing timing) {
    this.records = records;
    this.locks = locks;
    this.brokers = brokers;
    this.catalog = catalog;
    this.handover = handover;
    this.timing = timing;
  }

  /**
   * How long things take.
   *
   * @param undoWindow how long what a deployment takes away waits
   */
  record Timing(Clock clock, Patience patience, Duration undoWindow) {}

  @Override
  public void start() {
    StopSignal signal = new StopSignal();
    stop = signal;
    running = true;
    looper = Thread.ofVirtual().name("deployments").start(() -> loop(signal));
  }

  /** Lets what runs end between two calls; somebody else, or this process restarted, resumes it. */
  @Override
  public void stop() {
    running = false;
    stop.give();
    wake.give();
    List<Thread> threads = new ArrayList<>(working.values());
    threads.add(looper);
    Stopping.await(threads);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** There may be something to do. */
  void wake() {
    wake.give();
  }

  /** Given after each change of a deployment in this process. */
  public Signal progress() {
    return progress;
  }

  private void loop(StopSignal signal) {
    while (!signal.isGiven()) {
      long count = wake.count();
      try {
        dispatch(signal);
        wake.await(count, LOOK);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.atWarn().setCause(e).log("Deployments cannot be looked through; trying again");
        signal.within(LOOK);
      }
    }
  }

  private void dispatch(StopSignal signal) {
    Set<String> wanted = new HashSet<>();
    for (StoredDeployment deployment : records.deployments().unfinished()) {
      StoredPlan plan = records.plans().find(deployment.plan()).orElseThrow();
      Set<String> rights = rights(plan.brokers(), plan.regions());
      boolean first = Collections.disjoint(rights, wanted);
      wanted.addAll(rights);
      if (first && !working.containsKey(deployment.id()) && slots.tryAcquire()) {
        begin(deployment.id(), plan, rights, signal);
      }
    }
  }

  static Set<String> rights(Collection<BrokerName> brokers, Collection<RegionName> regions) {
    Set<String> rights = brokers.stream().map(name -> "broker " + name).collect(Collectors.toSet());
    regions.forEach(region -> rights.add("region " + region));
    return rights;
  }

  private void begin(UUID id, StoredPlan plan, Set<String> rights, StopSignal signal) {
    Optional<Locks.Held> held = locks.tryHold(rights);
    if (held.isEmpty()) {
      slots.release();
      return;
    }
    Thread thread =
        Thread.ofVirtual()
            .name("deployment-" + id)
            .unstarted(() -> work(id, plan, held.get(), signal));
    working.put(id, thread);
    thread.start();
  }

  private void work(UUID id, StoredPlan plan, Locks.Held rights, StopSignal signal) {
    try (rights) {
      run(id, plan, rights, signal);
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue("deployment", id)
          .setCause(e)
          .log("Deployment was interrupted; it is resumed");
      signal.within(LOOK);
    } finally {
      working.remove(id);
      slots.release();
      progress.give();
      wake.give();
    }
  }

  private void run(UUID id, StoredPlan plan, Locks.Held rights, StopSignal signal) {
    DeploymentDocument before = records.deployments().find(id).orElseThrow().document();
    if (before.endedAt() != null) {
      return;
    }
    Set<Integer> done =
        before.steps().stream()
            .filter(step -> step.state() == StepState.DONE)
            .map(DeploymentDocument.Step::action)
            .collect(Collectors.toSet());
    LOG.atInfo()
        .addKeyValue("deployment", id)
        .addKeyValue("done", done.size())
        .addKeyValue("steps", before.steps().size())
        .log("Deployment runs");
    write(() -> records.deployments().run(id));
    Optional<DeploymentDocument.Step> failed =
        before.steps().stream().filter(step -> step.state() == StepState.FAILED).findFirst();
    Ending ending =
        failed.isPresent()
            ? new Ending.Failed(failed.get().action(), String.valueOf(failed.get().message()))
            : execution(new Journal(id, rights, records, progress), plan, signal)
                .run(
                    plan.content().steps().stream()
                        .filter(step -> !done.contains(step.number()))
                        .filter(step -> !plan.content().isContract(step))
                        .toList());
    end(id, plan, ending);
  }

  /** What carries out steps of a plan that are written down there. */
  PlanExecution execution(Journal journal, StoredPlan plan, StopSignal signal) {
    List<Step.Switch> switches =
        plan.content().steps().stream()
            .filter(Step.Switch.class::isInstance)
            .map(Step.Switch.class::cast)
            .toList();
    return new PlanExecution(
        this::deployer, step -> handover.apply(step, switches), journal, timing.patience(), signal);
  }

  private Deployer deployer(BrokerName broker) {
    var entity = catalog.snapshot(catalog.currentRevision()).brokers().get(broker);
    if (entity == null) {
      throw new MeshException(
          TransportError.BROKER_REFUSED,
          "Broker '%s' is not in the catalog any more; plan again.".formatted(broker));
    }
    return brokers.deployer(broker, entity.spec());
  }

  private void end(UUID id, StoredPlan plan, Ending ending) {
    switch (ending) {
      case Ending.Applied _ -> {
        List<Integer> contract = plan.content().contract().stream().map(Step::number).toList();
        Map<String, Long> switched = switched(plan);
        Instant undoUntil = timing.clock().instant().plus(timing.undoWindow());
        write(() -> records.deployments().applied(id, contract, undoUntil, switched));
        LOG.atInfo().addKeyValue("deployment", id).log("Deployment applied");
      }
      case Ending.Failed(int step, String message) -> {
        String problem = "Step %d: %s".formatted(step, message);
        handover.giveUp(plan.regions());
        write(() -> records.deployments().end(id, DeploymentDocument.State.FAILED, problem));
        LOG.atWarn().addKeyValue("deployment", id).log("Deployment failed. {}", problem);
      }
      case Ending.Stopped _ ->
          LOG.atInfo().addKeyValue("deployment", id).log("Deployment stops here; it is resumed");
    }
  }

  /** The revisions that relays must have taken over before anything goes. */
  private Map<String, Long> switched(StoredPlan plan) {
    Map<String, Long> revisions = new TreeMap<>();
    var known = handover.manifests().read();
    for (Step step : plan.content().steps()) {
      if (step instanceof Step.Switch change && known.containsKey(change.region())) {
        revisions.put(
            change.region().value(), Objects.requireNonNull(known.get(change.region())).revision());
      }
    }
    return revisions;
  }

  private void write(Runnable writing) {
    records.transaction().executeWithoutResult(_ -> writing.run());
    progress.give();
  }
}
