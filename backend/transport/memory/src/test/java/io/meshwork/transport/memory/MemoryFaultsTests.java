package io.meshwork.transport.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.MeshException;
import io.meshwork.model.event.Event;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.EventSink;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class MemoryFaultsTests {
  private static final ChannelAddress CHANNEL = new ChannelAddress("a.topic");
  private static final Resource TOPIC =
      Resource.of("topic", "a.topic", Map.of("partitions", "1", "retention", "PT1H"));

  private final MemoryFixture fixture = new MemoryFixture();
  private final MemoryFaults faults = fixture.broker().faults();
  private final Deployer deployer = fixture.transport().deployer(fixture.access());
  private final EventSink sink = fixture.transport().sink(fixture.access());

  @Test
  void failsTheNextCallOfAKindOnceAndNothingHappens() {
    faults.fail(FaultPoint.next(MemoryCall.CREATE));

    assertThat(create()).isInstanceOf(Outcome.Unknown.class);
    assertThat(deployer.observe(Set.of(TOPIC.id())).resources()).isEmpty();
    assertThat(create()).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void failsTheNthCallOfAnyKind() {
    faults.fail(FaultPoint.nth(3));

    deployer.probe();
    deployer.observe(Set.of());
    assertFails(TransportError.BROKER_UNREACHABLE, deployer::probe);
    deployer.probe();

    assertThat(faults.calls()).isEqualTo(4);
    assertThat(faults.calls(MemoryCall.PROBE)).isEqualTo(3);
  }

  @Test
  void failsEveryCallUntilCleared() {
    faults.fail(FaultPoint.every(MemoryCall.PROBE), TransportError.THROTTLED);

    assertFails(TransportError.THROTTLED, deployer::probe);
    assertFails(TransportError.THROTTLED, deployer::probe);
    faults.clear();
    deployer.probe();
  }

  @Test
  void losesTheAnswerOfACallThatHappened() {
    faults.loseAnswer(FaultPoint.next(MemoryCall.CREATE));

    assertThat(create()).isInstanceOf(Outcome.Unknown.class);

    assertThat(deployer.observe(Set.of(TOPIC.id())).resources().get(TOPIC.id()).ownership())
        .isInstanceOf(Ownership.Intended.class);
    assertThat(create()).isInstanceOf(Outcome.Done.class);
    assertThat(deployer.observe(Set.of(TOPIC.id())).resources().get(TOPIC.id()).ownership())
        .isInstanceOf(Ownership.Ours.class);
  }

  @Test
  void refusesToFinishAnIntentThatOthersMadeInAnotherShape() {
    faults.fail(FaultPoint.next(MemoryCall.CREATE));
    create();
    fixture.broker().foreigner().createTopic(CHANNEL, 7);

    assertThat(create()).isInstanceOf(Outcome.Conflict.class);
  }

  @Test
  void deletesOnceWhenTheAnswerWasLost() {
    Identity identity = ((Outcome.Done) create()).identity();
    faults.loseAnswer(FaultPoint.next(MemoryCall.DELETE));
    Operation delete = new Operation.Delete(TOPIC.id(), identity);

    assertThat(deployer.execute(List.of(delete)).getFirst()).isInstanceOf(Outcome.Unknown.class);
    assertThat(deployer.execute(List.of(delete))).containsExactly(new Outcome.Done(null));
  }

  @Test
  void answersForEveryOperationWhileTheBrokerIsAway() {
    faults.away();

    assertThat(create()).isInstanceOf(Outcome.Unknown.class);
    assertFails(TransportError.BROKER_UNREACHABLE, () -> deployer.observe(Set.of()));
    faults.back();
    assertThat(create()).isInstanceOf(Outcome.Done.class);
  }

  @Test
  void hangsUntilReleased() {
    MemoryFaults.Hang hang = faults.hang(FaultPoint.next(MemoryCall.PROBE));
    CompletableFuture<Void> probe = CompletableFuture.runAsync(deployer::probe);
    Awaitility.await().until(hang::isReached);

    assertThat(probe).isNotDone();
    hang.release();

    Awaitility.await().until(probe::isDone);
    assertThat(probe).isCompleted();
  }

  @Test
  void failsAHangingCallThatIsInterrupted() throws InterruptedException {
    MemoryFaults.Hang hang = faults.hang(FaultPoint.next(MemoryCall.PROBE));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    deployer.probe();
                  } catch (MeshException e) {
                    failure.set(e);
                  }
                });
    Awaitility.await().until(hang::isReached);

    thread.interrupt();
    thread.join();

    assertThat(failure.get()).isInstanceOf(MeshException.class);
  }

  @Test
  void releasesWhatHangsWhenCleared() {
    faults.hang(FaultPoint.next(MemoryCall.PROBE));
    CompletableFuture<Void> probe = CompletableFuture.runAsync(deployer::probe);

    faults.clear();

    Awaitility.await().until(probe::isDone);
  }

  @Test
  void putsWritesToAClosedChannelOff() {
    create();
    faults.closeChannel(CHANNEL, "NOT_AUTHORIZED: a test's wish");

    assertThat(write()).isInstanceOf(WriteOutcome.Later.class);
    faults.openChannel(CHANNEL);
    assertThat(write()).isInstanceOf(WriteOutcome.Stored.class);
  }

  @Test
  void keepsWhatWasWrittenWhenTheAnswerWasLost() {
    create();
    faults.loseAnswer(FaultPoint.next(MemoryCall.WRITE));

    assertFails(TransportError.BROKER_UNREACHABLE, this::write);

    assertThat(fixture.broker().foreigner().read(CHANNEL, 0)).hasSize(1);
  }

  private Outcome create() {
    return deployer.execute(List.of(new Operation.Create(TOPIC))).getFirst();
  }

  private WriteOutcome write() {
    Event event = new Event(null, new byte[] {1}, List.of(), 0);
    return sink.write(List.of(new Outgoing(CHANNEL, null, event))).getFirst();
  }

  private static void assertFails(TransportError error, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            MeshException.class, thrown -> assertThat(thrown.code()).isEqualTo(error));
  }
}
