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
import io.meshwork.transport.spi.ResourceId;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Takes over what others made, as it is. */
public abstract class AdoptionTck extends TransportTck {
  @Test
  void takesOverWhatOthersMadeAsItIs() {
    DeployerTck.Wanted wanted = foreign();
    ObservedResource before = observe(bench().deployer(), wanted.day().id());
    Operation adopt = new Operation.Adopt(wanted.day().id(), before.identity());

    assertThat(DeployerTck.run(bench().deployer(), adopt))
        .isEqualTo(new Outcome.Done(before.identity()));

    ObservedResource after = observe(bench().deployer(), wanted.day().id());
    assertThat(after.ownership()).isInstanceOf(Ownership.Ours.class);
    assertThat(after.resource()).isEqualTo(before.resource());
    assertThat(DeployerTck.run(bench().deployer(), adopt))
        .as("the same again")
        .isEqualTo(new Outcome.Done(before.identity()));
  }

  @Test
  void deletesWhatItHasTakenOver() {
    DeployerTck.Wanted wanted = foreign();
    ResourceId id = wanted.day().id();
    Identity identity = observe(bench().deployer(), id).identity();
    DeployerTck.run(bench().deployer(), new Operation.Adopt(id, identity));

    assertThat(DeployerTck.run(bench().deployer(), new Operation.Delete(id, identity)))
        .isEqualTo(new Outcome.Done(null));
  }

  @Test
  void refusesToTakeOverWhatIsNotTheOneOfThePlan() {
    DeployerTck.Wanted wanted = foreign();
    Identity seen = observe(bench().deployer(), wanted.day().id()).identity();
    bench().foreigner().deleteChannel(wanted.address());
    bench().foreigner().createChannel(wanted.address(), 1);

    assertThat(DeployerTck.run(bench().deployer(), new Operation.Adopt(wanted.day().id(), seen)))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(observe(bench().deployer(), wanted.day().id()).ownership())
        .isInstanceOf(Ownership.Foreign.class);
  }

  @Test
  void refusesToTakeOverWhatBelongsToAnotherInstallation() {
    DeployerTck.Wanted wanted = DeployerTck.Wanted.of(bench());
    Identity identity =
        DeployerTck.identity(
            DeployerTck.run(bench().deployer(), new Operation.Create(wanted.day())));
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

    assertThat(DeployerTck.run(stranger, new Operation.Adopt(wanted.day().id(), identity)))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(observe(bench().deployer(), wanted.day().id()).ownership())
        .isInstanceOf(Ownership.Ours.class);
  }

  private DeployerTck.Wanted foreign() {
    DeployerTck.Wanted wanted = DeployerTck.Wanted.of(bench());
    bench().foreigner().createChannel(wanted.address(), 1);
    return wanted;
  }

  private ObservedResource observe(Deployer deployer, ResourceId id) {
    return bench()
        .await()
        .until(() -> deployer.observe(Set.of(id)).resources().get(id), Objects::nonNull);
  }
}
