package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.InstallationId;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Ownership;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Gives back what is ours, and leaves it as it is. */
public abstract class ReleaseTck extends TransportTck {
  private static final Outcome RELEASED = new Outcome.Done(null);

  @Test
  void givesBackWhatIsOursAndLeavesItAsItIs() {
    DeployerTck.Wanted wanted = made();
    ObservedResource before = observe(wanted);

    assertThat(release(wanted, before.identity())).isEqualTo(RELEASED);

    ObservedResource after = observe(wanted);
    assertThat(after.ownership()).isInstanceOf(Ownership.Foreign.class);
    assertThat(after.identity()).isEqualTo(before.identity());
    assertThat(after.resource().attributes()).containsAllEntriesOf(before.resource().attributes());
    assertThat(bench().deployer().observe(Set.of()).resources())
        .as("nobody's, so seen only when asked for")
        .doesNotContainKey(wanted.day().id());
  }

  @Test
  void touchesNothingThatItHasGivenBack() {
    DeployerTck.Wanted wanted = made();
    Identity identity = observe(wanted).identity();
    release(wanted, identity);
    ObservedResource released = observe(wanted);

    assertThat(run(new Operation.Delete(wanted.day().id(), identity)))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(run(new Operation.Change(wanted.day(), wanted.week(), identity)))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(run(new Operation.Create(wanted.day()))).isInstanceOf(Outcome.Conflict.class);
    assertThat(observe(wanted)).isEqualTo(released);
  }

  @Test
  void releasesAsOftenAsAsked() {
    DeployerTck.Wanted wanted = made();
    Identity identity = observe(wanted).identity();

    assertThat(release(wanted, identity)).isEqualTo(RELEASED);
    assertThat(release(wanted, identity)).isEqualTo(RELEASED);
  }

  @Test
  void hasReleasedWhatIsGone() {
    DeployerTck.Wanted wanted = made();
    Identity identity = observe(wanted).identity();
    bench().foreigner().deleteChannel(wanted.address());

    assertThat(release(wanted, identity)).isEqualTo(RELEASED);
    assertThat(release(DeployerTck.Wanted.of(bench()), identity)).isEqualTo(RELEASED);
  }

  @Test
  void keepsItsMarkOfAnotherIdentity() {
    DeployerTck.Wanted wanted = made();

    assertThat(release(wanted, new Identity("of-an-earlier-one"))).isEqualTo(RELEASED);

    assertThat(observe(wanted).ownership()).isInstanceOf(Ownership.Ours.class);
  }

  @Test
  void leavesTheMarkOfAnotherInstallation() {
    DeployerTck.Wanted wanted = made();
    Identity identity = observe(wanted).identity();
    BrokerAccess ours = bench().access();
    Deployer stranger =
        bench()
            .closing(
                bench()
                    .transport()
                    .deployer(
                        new BrokerAccess(
                            ours.broker(),
                            ours.settings(),
                            new InstallationId(UUID.randomUUID()),
                            ours.secrets())));

    assertThat(DeployerTck.run(stranger, new Operation.Release(wanted.day().id(), identity)))
        .isEqualTo(RELEASED);

    assertThat(observe(wanted).ownership()).isInstanceOf(Ownership.Ours.class);
  }

  private DeployerTck.Wanted made() {
    DeployerTck.Wanted wanted = DeployerTck.Wanted.of(bench());
    assertThat(run(new Operation.Create(wanted.day()))).isInstanceOf(Outcome.Done.class);
    return wanted;
  }

  private Outcome release(DeployerTck.Wanted wanted, Identity identity) {
    return run(new Operation.Release(wanted.day().id(), identity));
  }

  private Outcome run(Operation operation) {
    return DeployerTck.run(bench().deployer(), operation);
  }

  private ObservedResource observe(DeployerTck.Wanted wanted) {
    Deployer deployer = bench().deployer();
    return bench()
        .await()
        .until(
            () -> deployer.observe(Set.of(wanted.day().id())).resources().get(wanted.day().id()),
            Objects::nonNull);
  }
}
