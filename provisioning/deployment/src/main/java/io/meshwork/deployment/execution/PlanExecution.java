package io.meshwork.deployment.execution;

import io.meshwork.model.BrokerName;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Carries out steps in order.
 *
 * <p>Invariant: a step is written down before it is asked for, and its end after the broker's word.
 * So a process that dies leaves steps that are untouched, or begun and unknown; both are simply
 * asked for again, because every operation is idempotent and checks its own precondition. Steps
 * whose answer got lost are asked for again, with growing pauses, as often as {@link Patience}
 * allows. After the first failure no further batch is begun. One thread.
 */
public final class PlanExecution {
  private static final Logger LOG = LoggerFactory.getLogger(PlanExecution.class);

  private final DeployerSource deployers;
  private final ManifestSwitch manifests;
  private final StepJournal journal;
  private final Patience patience;
  private final StopSignal stop;

  /** An execution that ends between two calls once {@code stop} is given. */
  public PlanExecution(
      DeployerSource deployers,
      ManifestSwitch manifests,
      StepJournal journal,
      Patience patience,
      StopSignal stop) {
    this.deployers = deployers;
    this.manifests = manifests;
    this.journal = journal;
    this.patience = patience;
    this.stop = stop;
  }

  /** Does these steps: all of a plan, or what an earlier execution left. */
  public Ending run(List<Step> steps) {
    Map<BrokerName, BrokerSession> sessions = new LinkedHashMap<>();
    try {
      for (List<? extends Step> batch : Batches.of(steps)) {
        if (stop.isGiven()) {
          return new Ending.Stopped();
        }
        journal.starting(batch);
        Optional<Ending> ended = settle(batch, sessions);
        if (ended.isPresent()) {
          return ended.get();
        }
      }
      return new Ending.Applied();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Ending.Stopped();
    } finally {
      sessions.values().forEach(BrokerSession::close);
    }
  }

  private Optional<Ending> settle(
      List<? extends Step> batch, Map<BrokerName, BrokerSession> sessions)
      throws InterruptedException {
    List<? extends Step> open = batch;
    Optional<Ending> failed = Optional.empty();
    for (int attempt = 1; !open.isEmpty(); attempt++) {
      List<Outcome> outcomes = ask(open, sessions);
      List<Step> unknown = new ArrayList<>();
      for (int i = 0; i < open.size(); i++) {
        Step step = open.get(i);
        Optional<String> fault = note(step, outcomes.get(i), attempt, unknown);
        if (fault.isPresent() && failed.isEmpty()) {
          failed = Optional.of(new Ending.Failed(step.number(), fault.get()));
        }
      }
      open = unknown;
      if (!open.isEmpty() && stop.within(patience.pauseAfter(attempt))) {
        return Optional.of(new Ending.Stopped());
      }
    }
    return failed;
  }

  private List<Outcome> ask(List<? extends Step> open, Map<BrokerName, BrokerSession> sessions)
      throws InterruptedException {
    return switch (open.getFirst()) {
      case Step.Switch change -> List.of(manifests.apply(change));
      case Step.OnBroker first -> {
        List<Operation> operations = new ArrayList<>();
        for (Step step : open) {
          operations.add(((Step.OnBroker) step).operation());
        }
        yield sessions
            .computeIfAbsent(
                first.broker(), broker -> new BrokerSession(broker, deployers, patience.call()))
            .execute(operations);
      }
    };
  }

  /** Writes the outcome down; what is still unknown goes to {@code unknown}. The fault, if one. */
  private Optional<String> note(Step step, Outcome outcome, int attempt, List<Step> unknown) {
    return switch (outcome) {
      case Outcome.Done(var identity) -> {
        journal.done(step, identity);
        about(LOG.atInfo(), step).log("Step done");
        yield Optional.empty();
      }
      case Outcome.Conflict(var message) -> Optional.of(fail(step, message));
      case Outcome.Refused(var message) -> Optional.of(fail(step, message));
      case Outcome.Unknown(var message) -> {
        if (attempt >= patience.attempts()) {
          yield Optional.of(fail(step, lost(step, message)));
        }
        unknown.add(step);
        yield Optional.empty();
      }
    };
  }

  private String lost(Step step, String message) {
    return switch (step) {
      case Step.OnBroker _ ->
          "%s Asked %d times; it may or may not have happened. Plan again once the broker answers."
              .formatted(message, patience.attempts());
      case Step.Switch _ ->
          "%s Waited for it %d times; what ran before goes on. Deploy again once that is solved."
              .formatted(message, patience.attempts());
    };
  }

  private String fail(Step step, String message) {
    journal.failed(step, message);
    about(LOG.atWarn(), step).log("Step failed: {}", message);
    return message;
  }

  /** A step as people look for it in a log: what it touches, and where. */
  private static LoggingEventBuilder about(LoggingEventBuilder log, Step step) {
    LoggingEventBuilder numbered = log.addKeyValue("step", step.number());
    return switch (step) {
      case Step.OnBroker at ->
          numbered
              .addKeyValue("broker", at.broker())
              .addKeyValue("does", at.operation().getClass().getSimpleName())
              .addKeyValue("resource", at.operation().id());
      case Step.Switch at ->
          numbered.addKeyValue("region", at.region()).addKeyValue("links", at.links().size());
    };
  }
}
