package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.TransportError;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Lists what could be a channel, whoever made it. */
public abstract class DiscoveryTck extends TransportTck {
  @Test
  void findsWhatOthersMade() {
    DeployerTck.Wanted wanted = DeployerTck.Wanted.of(bench());
    bench().foreigner().createChannel(wanted.address(), 3);

    ObservedResource found = find(wanted.day().id());

    assertThat(found.ownership()).isInstanceOf(Ownership.Foreign.class);
    assertThat(found)
        .isEqualTo(
            bench()
                .deployer()
                .observe(Set.of(wanted.day().id()))
                .resources()
                .get(wanted.day().id()));
    assertThat(
            DeployerTck.run(
                bench().deployer(), new Operation.Adopt(wanted.day().id(), found.identity())))
        .as("what is discovered can be adopted")
        .isEqualTo(new Outcome.Done(found.identity()));
  }

  @Test
  void findsWhatIsOurs() {
    DeployerTck.Wanted wanted = DeployerTck.Wanted.of(bench());
    DeployerTck.run(bench().deployer(), new Operation.Create(wanted.day()));

    ObservedResource found = find(wanted.day().id());

    assertThat(found.ownership()).isInstanceOf(Ownership.Ours.class);
    assertThat(found.resource().attributes()).isEqualTo(wanted.day().attributes());
  }

  @Test
  void leavesOutWhatRelaysKeepForThemselves() {
    var group = bench().entry();
    bench().provision(Bench.channelNeed(group, 1));
    List<ResourceId> kept =
        bench().transport().capabilities().contains(Capability.TRANSACTIONS) ? slots() : List.of();

    assertThat(bench().deployer().discover())
        .extracting(one -> one.resource().id())
        .doesNotContainAnyElementsOf(kept)
        .doesNotHaveDuplicates();
  }

  @Test
  void failsWhereNobodyAnswers() {
    Deployer deployer =
        bench().closing(bench().transport().deployer(bench().fixture().unreachable()));

    Refusals.assertFails(TransportError.BROKER_UNREACHABLE, deployer::discover);
  }

  private List<ResourceId> slots() {
    var group = bench().slotGroup(2);
    return bench().render(new Need.Slots(group, Bench.CAUSES)).resources().stream()
        .map(Resource::id)
        .collect(Collectors.toList());
  }

  private ObservedResource find(ResourceId id) {
    Deployer deployer = bench().deployer();
    return bench()
        .eventually(
            () ->
                deployer.discover().stream()
                    .filter(one -> one.resource().id().equals(id))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }
}
