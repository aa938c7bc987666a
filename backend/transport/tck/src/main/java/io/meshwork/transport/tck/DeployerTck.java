package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.InstallationId;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.ChannelShape;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Brings resources into shape, as often as asked, and touches nothing that is not ours. */
public abstract class DeployerTck extends TransportTck {
  @Test
  void createsWhatWasRenderedAndObservesItAsRendered() {
    Wanted wanted = wanted();

    Identity identity = create(wanted);

    ObservedResource there = observe(wanted);
    assertThat(there.resource().attributes()).isEqualTo(wanted.day.attributes());
    assertThat(there.identity()).isEqualTo(identity);
    assertThat(there.ownership()).isInstanceOf(Ownership.Ours.class);
  }

  @Test
  void createsTwiceAsOnce() {
    Wanted wanted = wanted();
    Identity identity = create(wanted);

    assertThat(execute(new Operation.Create(wanted.day))).isEqualTo(new Outcome.Done(identity));
  }

  @Test
  void refusesToCreateOverOursOfAnotherShape() {
    Wanted wanted = wanted();
    create(wanted);

    assertThat(execute(new Operation.Create(wanted.week))).isInstanceOf(Outcome.Conflict.class);
    assertThat(observe(wanted).resource().attributes()).isEqualTo(wanted.day.attributes());
  }

  @Test
  void refusesToCreateOverWhatOthersMade() {
    Wanted wanted = wanted();
    bench().foreigner().createChannel(wanted.address, 1);

    assertThat(execute(new Operation.Create(wanted.day))).isInstanceOf(Outcome.Conflict.class);
    assertThat(observe(wanted).ownership()).isInstanceOf(Ownership.Foreign.class);
  }

  @Test
  void changesWhatHasTheShapeThatThePlanSaw() {
    Wanted wanted = wanted();
    Identity identity = create(wanted);
    Operation change = new Operation.Change(wanted.day, wanted.week, identity);

    assertThat(execute(change)).isEqualTo(new Outcome.Done(identity));

    ObservedResource there = observed(wanted, wanted.week);
    assertThat(there.identity()).isEqualTo(identity);
    assertThat(execute(change)).as("the same again").isEqualTo(new Outcome.Done(identity));
  }

  @Test
  void refusesToChangeWhatOthersHaveChanged() {
    Wanted wanted = wanted();
    Identity identity = create(wanted);
    bench().foreigner().changeRetention(wanted.address, Duration.ofHours(3));
    var foreign =
        bench()
            .eventually(
                () -> observe(wanted).resource().attributes(),
                each -> !each.equals(wanted.day.attributes()));

    assertThat(execute(new Operation.Change(wanted.day, wanted.week, identity)))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(observe(wanted).resource().attributes()).isEqualTo(foreign);
  }

  @Test
  void refusesToChangeWhatIsNotOurs() {
    Wanted wanted = wanted();
    bench().foreigner().createChannel(wanted.address, 1);
    ObservedResource foreign = observe(wanted);

    assertThat(execute(new Operation.Change(foreign.resource(), wanted.week, foreign.identity())))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(observe(wanted).resource()).isEqualTo(foreign.resource());
  }

  @Test
  void deletesByIdentityAsOftenAsAsked() {
    Wanted wanted = wanted();
    Operation delete = new Operation.Delete(wanted.day.id(), create(wanted));

    assertThat(execute(delete)).isEqualTo(new Outcome.Done(null));
    bench().eventually(() -> find(wanted) == null, gone -> gone);
    assertThat(execute(delete)).as("the same again").isEqualTo(new Outcome.Done(null));
  }

  @Test
  void createsAgainWhatItHasDeleted() {
    Wanted wanted = wanted();
    Identity first = create(wanted);
    execute(new Operation.Delete(wanted.day.id(), first));
    bench().eventually(() -> find(wanted) == null, gone -> gone);

    assertThat(create(wanted)).isNotEqualTo(first);
    assertThat(observe(wanted).ownership()).isInstanceOf(Ownership.Ours.class);
  }

  @Test
  void refusesToDeleteWhatIsNotOurs() {
    Wanted wanted = wanted();
    bench().foreigner().createChannel(wanted.address, 1);
    Identity identity = observe(wanted).identity();

    assertThat(execute(new Operation.Delete(wanted.day.id(), identity)))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(observe(wanted).identity()).isEqualTo(identity);
  }

  @Test
  void takesWhatOthersMadeAnewUnderTheNameForForeign() {
    Wanted wanted = wanted();
    Identity ours = create(wanted);
    bench().foreigner().deleteChannel(wanted.address);
    bench().foreigner().createChannel(wanted.address, 1);

    ObservedResource there = observe(wanted);
    assertThat(there.ownership()).isInstanceOf(Ownership.Foreign.class);
    assertThat(there.identity()).isNotEqualTo(ours);
  }

  @Test
  void leavesWhatOthersMadeAnewUnderTheNameUntouched() {
    Wanted wanted = wanted();
    Identity ours = create(wanted);
    bench().foreigner().deleteChannel(wanted.address);
    bench().foreigner().createChannel(wanted.address, 1);
    ObservedResource foreign = observe(wanted);

    assertThat(execute(new Operation.Change(wanted.day, wanted.week, ours)))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(execute(new Operation.Create(wanted.day))).isInstanceOf(Outcome.Conflict.class);
    assertThat(execute(new Operation.Delete(wanted.day.id(), ours)))
        .as("what the plan meant is gone")
        .isEqualTo(new Outcome.Done(null));
    assertThat(observe(wanted)).isEqualTo(foreign);
  }

  @Test
  void executesAHundredOperationsOfWhichOneFails() {
    List<Wanted> all = new ArrayList<>();
    for (int i = 0; i < Deployer.MAX_BATCH; i++) {
      all.add(wanted());
    }
    int foreign = 41;
    bench().foreigner().createChannel(all.get(foreign).address, 1);

    List<Outcome> outcomes =
        Bench.create(bench().deployer(), all.stream().map(each -> each.day).toList());

    assertThat(outcomes).hasSize(Deployer.MAX_BATCH);
    for (int i = 0; i < outcomes.size(); i++) {
      assertThat(outcomes.get(i))
          .as("outcome %d", i)
          .isInstanceOf(i == foreign ? Outcome.Conflict.class : Outcome.Done.class);
    }
  }

  @Test
  void refusesMoreThanABatch() {
    Operation operation = new Operation.Create(wanted().day);
    List<Operation> tooMany = Collections.nCopies(Deployer.MAX_BATCH + 1, operation);

    assertThatThrownBy(() -> bench().deployer().execute(tooMany))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void observesAllThatIsOursWithoutBeingAsked() {
    Wanted wanted = wanted();
    create(wanted);

    assertThat(bench().deployer().observe(Set.of()).resources()).containsKey(wanted.day.id());
  }

  @Test
  void observesNothingOfWhatIsNotThere() {
    Wanted wanted = wanted();

    assertThat(find(wanted)).isNull();
  }

  @Test
  void knowsItsOwnAfterConnectingAnew() {
    Wanted wanted = wanted();
    Deployer first = bench().transport().deployer(bench().access());
    assertThat(Bench.create(first, List.of(wanted.day)).getFirst())
        .isInstanceOf(Outcome.Done.class);
    first.close();

    assertThat(observe(wanted).ownership()).isInstanceOf(Ownership.Ours.class);
  }

  @Test
  void leavesWhatBelongsToAnotherInstallationUntouched() {
    Wanted wanted = wanted();
    Identity identity = create(wanted);
    Deployer stranger = bench().closing(bench().transport().deployer(otherInstallation()));

    assertThat(stranger.observe(Set.of()).resources()).doesNotContainKey(wanted.day.id());
    assertThat(stranger.observe(Set.of(wanted.day.id())).resources().get(wanted.day.id()))
        .extracting(ObservedResource::ownership)
        .isEqualTo(new Ownership.Other(bench().access().installation()));
    assertThat(
            List.of(
                run(stranger, new Operation.Create(wanted.day)),
                run(stranger, new Operation.Change(wanted.day, wanted.week, identity)),
                run(stranger, new Operation.Delete(wanted.day.id(), identity))))
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Conflict.class));
    assertThat(observe(wanted).resource().attributes()).isEqualTo(wanted.day.attributes());
  }

  @Test
  void answersWhenAskedWhetherItIsLetIn() {
    bench().deployer().probe();
  }

  @Test
  void neverTakesWhatItCannotReachForGone() {
    Deployer deployer =
        bench().closing(bench().transport().deployer(bench().fixture().unreachable()));

    Refusals.assertFails(TransportError.BROKER_UNREACHABLE, deployer::probe);
    Refusals.assertFails(
        TransportError.BROKER_UNREACHABLE, () -> deployer.observe(Set.of(wanted().day.id())));
  }

  @Test
  void saysOfEveryOperationThatItIsUnknownWhatBecameOfIt() {
    Deployer deployer =
        bench().closing(bench().transport().deployer(bench().fixture().unreachable()));

    assertThat(Bench.create(deployer, List.of(wanted().day, wanted().day)))
        .hasSize(2)
        .allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Unknown.class));
  }

  private BrokerAccess otherInstallation() {
    BrokerAccess ours = bench().access();
    return new BrokerAccess(
        ours.broker(), ours.settings(), new InstallationId(UUID.randomUUID()), ours.secrets());
  }

  private Identity create(Wanted wanted) {
    return identity(execute(new Operation.Create(wanted.day)));
  }

  static Identity identity(Outcome outcome) {
    if (outcome instanceof Outcome.Done(Identity identity) && identity != null) {
      return identity;
    }
    throw new AssertionError("Not done: " + outcome);
  }

  private Outcome execute(Operation operation) {
    return run(bench().deployer(), operation);
  }

  static Outcome run(Deployer deployer, Operation operation) {
    List<Outcome> outcomes = deployer.execute(List.of(operation));
    assertThat(outcomes).hasSize(1);
    return outcomes.getFirst();
  }

  private @Nullable ObservedResource find(Wanted wanted) {
    ResourceId id = wanted.day.id();
    return bench().deployer().observe(Set.of(id)).resources().get(id);
  }

  private ObservedResource observe(Wanted wanted) {
    return bench().await().until(() -> find(wanted), Objects::nonNull);
  }

  private ObservedResource observed(Wanted wanted, Resource shape) {
    return bench()
        .eventually(
            () -> observe(wanted),
            there -> there.resource().attributes().equals(shape.attributes()));
  }

  private Wanted wanted() {
    return Wanted.of(bench());
  }

  /** One channel in two shapes. */
  record Wanted(ChannelAddress address, Resource day, Resource week) {
    static Wanted of(Bench bench) {
      ChannelId channel = bench.entry();
      ChannelShape shape = Bench.shape(1);
      ChannelShape longer =
          new ChannelShape(1, Duration.ofDays(7), shape.retainedSize(), shape.maxSize());
      return new Wanted(
          bench.address(channel),
          bench.render(Bench.channelNeed(channel, 1)).resources().getFirst(),
          bench.render(new Need.Channel(channel, longer, Bench.CAUSES)).resources().getFirst());
    }
  }
}
