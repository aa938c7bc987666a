package io.meshwork.deployment.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.transport.memory.FaultPoint;
import io.meshwork.transport.memory.MemoryCall;
import io.meshwork.transport.memory.MemoryFaults;
import io.meshwork.transport.spi.Credential;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Observation;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlanExecutionTests {
  /** How a call goes wrong. */
  enum Fault {
    FAILS,
    LOSES_ITS_ANSWER,
    HANGS
  }

  /** Odd calls go wrong on one broker, even ones on the other. */
  private static void plant(Fault fault, ExecutionBench bench, int at) {
    MemoryFaults faults =
        bench.memory(at % 2 == 0 ? ExecutionBench.EU : ExecutionBench.US).faults();
    FaultPoint point =
        FaultPoint.nth(at / 2 + 1, MemoryCall.CREATE, MemoryCall.CHANGE, MemoryCall.DELETE);
    switch (fault) {
      case FAILS -> faults.fail(point);
      case LOSES_ITS_ANSWER -> faults.loseAnswer(point);
      case HANGS -> faults.hang(point);
    }
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void endsAsNewWhateverOneCallDoes(Fault fault) {
    Map<String, String> wanted = applied();

    for (int at = 0; at < 14; at++) {
      ExecutionBench bench = new ExecutionBench();
      List<Step> steps = bench.steps();
      plant(fault, bench, at);
      MemoryJournal journal = new MemoryJournal();

      Ending ending = bench.execution(journal).run(steps);

      assertThat(ending).as("%s at call %d", fault, at).isEqualTo(new Ending.Applied());
      assertThat(bench.state()).as("%s at call %d", fault, at).isEqualTo(wanted);
      assertThat(journal.done).hasSize(steps.size());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void resumesWhereverTheProcessDied(boolean afterWriting) {
    Map<String, String> wanted = applied();
    int entries = entries();

    for (int at = 1; at <= entries; at++) {
      ExecutionBench bench = new ExecutionBench();
      List<Step> steps = bench.steps();
      MemoryJournal journal = new MemoryJournal().dieAt(at, afterWriting);
      PlanExecution doomed = bench.execution(journal);
      assertThatThrownBy(() -> doomed.run(steps)).isInstanceOf(MemoryJournal.Killed.class);
      List<Step> left =
          steps.stream().filter(step -> !journal.done.contains(step.number())).toList();

      Ending ending = bench.execution(journal).run(left);

      assertThat(ending).as("died at entry %d", at).isEqualTo(new Ending.Applied());
      assertThat(bench.state()).as("died at entry %d", at).isEqualTo(wanted);
    }
  }

  @Test
  void beginsNothingMoreAfterAFailureAndKeepsWhatWasDone() {
    ExecutionBench bench = new ExecutionBench();
    List<Step> steps = bench.steps();
    bench.memory(ExecutionBench.US).faults().away();
    MemoryJournal journal = new MemoryJournal();

    Ending ending = bench.execution(journal).run(steps);

    assertThat(ending).isInstanceOf(Ending.Failed.class);
    assertThat(((Ending.Failed) ending).message()).contains("'us'").contains("Asked 3 times");
    assertThat(bench.switches).isEmpty();
    assertThat(journal.done).isEqualTo(Set.of(1, 2, 3, 4));
    assertThat(bench.state()).containsKey("eu topic a").doesNotContainKey("us topic a");
  }

  @Test
  void leavesWhatOthersMadeUnderAPlannedNameAlone() {
    ExecutionBench bench = new ExecutionBench();
    List<Step> steps = bench.steps();
    bench.memory(ExecutionBench.EU).foreigner().createTopic(new ChannelAddress("b"), 7);
    Identity made = bench.resource(ExecutionBench.EU, "b").identity();
    MemoryJournal journal = new MemoryJournal();

    Ending ending = bench.execution(journal).run(steps);

    assertThat(ending)
        .isInstanceOfSatisfying(Ending.Failed.class, f -> assertThat(f.step()).isEqualTo(2));
    assertThat(bench.resource(ExecutionBench.EU, "b").identity()).isEqualTo(made);
    assertThat(bench.state().get("eu topic b")).contains("partitions=7").endsWith("Foreign");
    assertThat(bench.switches).isEmpty();
  }

  @Test
  void refusesToChangeATopicThatOthersMadeAnew() {
    ExecutionBench bench = new ExecutionBench();
    List<Step> steps = bench.steps();
    bench.memory(ExecutionBench.EU).foreigner().recreateTopic(new ChannelAddress("grows"));

    Ending ending = bench.execution(new MemoryJournal()).run(steps);

    assertThat(ending).isInstanceOf(Ending.Failed.class);
    assertThat(bench.state().get("eu topic grows")).contains("partitions=1");
  }

  @Test
  void stopsBetweenCallsWhenAsked() {
    ExecutionBench bench = new ExecutionBench();
    StopSignal stop = new StopSignal();
    stop.give();
    MemoryJournal journal = new MemoryJournal();
    PlanExecution execution =
        new PlanExecution(bench::deployer, bench::change, journal, Patience.DEFAULT, stop);

    assertThat(execution.run(bench.steps())).isEqualTo(new Ending.Stopped());

    assertThat(journal.begun).isEmpty();
  }

  @Test
  void stopsInsteadOfAskingAgainWhenTheThreadIsInterrupted() throws InterruptedException {
    ExecutionBench bench = new ExecutionBench();
    var hang = bench.memory(ExecutionBench.EU).faults().hang(FaultPoint.next(MemoryCall.CREATE));
    Ending[] ending = new Ending[1];
    MemoryJournal journal = new MemoryJournal();
    List<Step> steps = bench.steps();
    Thread thread = Thread.ofVirtual().start(() -> ending[0] = bench.execution(journal).run(steps));
    org.awaitility.Awaitility.await().until(hang::isReached);

    thread.interrupt();

    assertThat(thread.join(Duration.ofSeconds(10))).isTrue();
    assertThat(ending[0]).isEqualTo(new Ending.Stopped());
  }

  @Test
  void failsAStepWhoseDeployerBreaks() {
    PlanExecution execution = over(new IllegalStateException("boom"));

    Ending ending = execution.run(new ExecutionBench().steps());

    assertThat(ending)
        .isInstanceOfSatisfying(
            Ending.Failed.class,
            failed -> assertThat(failed.message()).contains("IllegalStateException"));
  }

  @Test
  void asksNoSecondTimeWhenTheBrokerRefusesUs() {
    PlanExecution execution =
        over(new MeshException(TransportError.NOT_AUTHORIZED, "Broker 'eu' does not let us."));

    Ending ending = execution.run(new ExecutionBench().steps());

    assertThat(ending).isEqualTo(new Ending.Failed(1, "Broker 'eu' does not let us."));
  }

  private static PlanExecution over(RuntimeException thrown) {
    return new PlanExecution(
        _ -> new Broken(thrown),
        _ -> new Outcome.Done(null),
        new MemoryJournal(),
        new Patience(2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofSeconds(5)),
        new StopSignal());
  }

  private static Map<String, String> applied() {
    ExecutionBench bench = new ExecutionBench();
    assertThat(bench.execution(new MemoryJournal()).run(bench.steps()))
        .isEqualTo(new Ending.Applied());
    return bench.state();
  }

  private static int entries() {
    ExecutionBench bench = new ExecutionBench();
    MemoryJournal journal = new MemoryJournal();
    bench.execution(journal).run(bench.steps());
    return journal.entries();
  }

  /** Throws whatever it is asked. */
  private record Broken(RuntimeException thrown) implements Deployer {
    @Override
    public Observation observe(Set<ResourceId> asked) {
      throw thrown;
    }

    @Override
    public List<Outcome> execute(List<Operation> operations) {
      throw thrown;
    }

    @Override
    public Credential makeCredential(String principal) {
      throw thrown;
    }

    @Override
    public void probe() {
      throw thrown;
    }

    @Override
    public void close() {}
  }

  @Test
  void cutsBatchesWhereAStepNeedsAnother() {
    List<List<? extends Step>> batches = Batches.of(new ExecutionBench().steps());

    assertThat(batches.stream().map(batch -> batch.stream().map(Step::number).toList()))
        .containsExactly(
            List.of(1, 2),
            List.of(3, 4),
            List.of(5, 6),
            List.of(7, 8),
            List.of(9),
            List.of(10),
            List.of(11, 12));
  }

  @Test
  void asksForAtMostAHundredOperationsAtOnce() {
    List<Step> many =
        Stream.iterate(1, n -> n + 1)
            .limit(250)
            .<Step>map(
                n ->
                    new Step.OnBroker(
                        n,
                        new BrokerName("eu"),
                        new Operation.Create(ExecutionBench.topic("t" + n, 1)),
                        List.of()))
            .toList();

    assertThat(Batches.of(many)).extracting(List::size).containsExactly(100, 100, 50);
  }
}
