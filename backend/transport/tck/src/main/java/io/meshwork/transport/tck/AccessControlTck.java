package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.model.MeshException;
import io.meshwork.model.SubscriptionName;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Credential;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.EventSink;
import io.meshwork.transport.spi.EventSource;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Ownership;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.StartPosition;
import io.meshwork.transport.spi.TransportError;
import io.meshwork.transport.spi.WriteOutcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The broker itself refuses who has no grant. */
public abstract class AccessControlTck extends TransportTck {
  @Test
  void refusesWhoHasNoGrant() {
    Case here = new Case(bench());

    assertThat(bench().foreigner().canPublish(here.principal, here.channel)).isFalse();
    assertThat(bench().foreigner().canConsume(here.principal, here.channel, here.group()))
        .isFalse();
  }

  @Test
  void letsAPublisherPublishAndNothingElse() {
    Case here = new Case(bench());

    bench().provision(here.need, here.publish());

    bench().await().until(() -> bench().foreigner().canPublish(here.principal, here.channel));
    assertThat(bench().foreigner().canConsume(here.principal, here.channel, here.group()))
        .isFalse();
  }

  @Test
  void letsAReaderReadInItsGroupsAndNothingElse() {
    Case here = new Case(bench());

    bench().provision(here.need, here.read());

    bench()
        .await()
        .until(() -> bench().foreigner().canConsume(here.principal, here.channel, here.group()));
    assertThat(
            bench().foreigner().canConsume(here.principal, here.channel, here.group() + ".second"))
        .isTrue();
    assertThat(
            bench().foreigner().canConsume(here.principal, here.channel, here.group() + "-another"))
        .isFalse();
    assertThat(bench().foreigner().canPublish(here.principal, here.channel)).isFalse();
  }

  @Test
  void letsNobodyElseInByTheGrantOfOne() {
    Case here = new Case(bench());
    Case other = new Case(bench());

    bench().provision(here.need, here.publish());

    bench().await().until(() -> bench().foreigner().canPublish(here.principal, here.channel));
    assertThat(bench().foreigner().canPublish(other.principal, here.channel)).isFalse();
    assertThat(bench().foreigner().canPublish(here.principal, other.channel)).isFalse();
  }

  @Test
  void withdrawsAGrant() {
    Case here = new Case(bench());
    bench().provision(here.need, here.publish());
    bench().await().until(() -> bench().foreigner().canPublish(here.principal, here.channel));
    Deployer deployer = bench().deployer();

    for (ObservedResource rule : rules(here, here.publish()).values()) {
      DeployerTck.run(deployer, new Operation.Delete(rule.resource().id(), rule.identity()));
    }

    bench().await().until(() -> !bench().foreigner().canPublish(here.principal, here.channel));
  }

  @Test
  void observesGrantsAsRendered() {
    Case here = new Case(bench());
    bench().provision(here.need, here.read(), here.publish());

    Map<ResourceId, Resource> rendered =
        bench().render(here.need, here.read(), here.publish()).resources().stream()
            .collect(Collectors.toMap(Resource::id, each -> each));
    rules(here, here.read(), here.publish())
        .forEach(
            (id, there) -> {
              assertThat(there.resource().attributes())
                  .isEqualTo(Objects.requireNonNull(rendered.get(id)).attributes());
              assertThat(there.ownership()).isInstanceOf(Ownership.Ours.class);
            });
  }

  @Test
  void writesAsThePrincipalOnlyWithItsGrant() {
    Case here = new Case(bench());

    assertThat(isStored(here)).isFalse();
    bench().provision(here.need, here.publish());

    bench().await().until(() -> isStored(here));
  }

  @Test
  void readsAsThePrincipalOnlyWithItsGrant() {
    Case here = new Case(bench());
    bench().foreigner().publish(here.channel, 0, Events.numbered("e", 1));

    assertThat(isRead(here)).isFalse();
    bench().provision(here.need, here.read());

    bench().await().until(() -> isRead(here));
  }

  private boolean isStored(Case here) {
    try (EventSink sink = bench().transport().sink(bench().accessAs(here.principal))) {
      return sink.write(Events.to(here.channel, 0, Events.numbered("e", 1))).getFirst()
          instanceof WriteOutcome.Stored;
    } catch (MeshException e) {
      assertThat(e.code()).isEqualTo(TransportError.NOT_AUTHORIZED);
      return false;
    }
  }

  private boolean isRead(Case here) {
    BrokerAccess access = bench().accessAs(here.principal);
    try (EventSource source = bench().transport().source(access, Bench.WIDE)) {
      source.assign(Map.of(new SourcePartition(here.channel, 0), new StartPosition.Earliest()));
      return !source.poll(Duration.ofSeconds(3)).events().isEmpty();
    } catch (MeshException e) {
      assertThat(e.code()).isEqualTo(TransportError.NOT_AUTHORIZED);
      return false;
    }
  }

  /** The access rules that fulfil these needs, as they are there. */
  private Map<ResourceId, ObservedResource> rules(Case here, Need... grants) {
    List<Need> all = new ArrayList<>(List.of(grants));
    all.add(here.need);
    Rendering rendering = bench().render(all.toArray(Need[]::new));
    Set<ResourceId> rules =
        rendering.resources().stream()
            .map(Resource::id)
            .filter(bench().blueprint()::isAccessRule)
            .collect(Collectors.toSet());
    assertThat(rules).isNotEmpty();
    return bench()
        .eventually(
            () -> {
              Map<ResourceId, ObservedResource> found =
                  new HashMap<>(bench().deployer().observe(rules).resources());
              found.keySet().retainAll(rules);
              return found;
            },
            found -> found.size() == rules.size());
  }

  /** A channel, and a principal that has no grant yet. */
  private static final class Case {
    private final Credential principal;
    private final ChannelId id;
    private final Need.Channel need;
    private final ChannelAddress channel;
    private final SubscriptionName subscription = Bench.subscription();

    private Case(Bench bench) {
      principal = bench.fixture().principal("tck-" + Bench.unique());
      id = bench.entry();
      need = Bench.channelNeed(id, 1);
      bench.provision(need);
      channel = bench.address(id);
    }

    private String group() {
      return subscription.value();
    }

    private Need publish() {
      return Bench.publishNeed(id, principal.principal());
    }

    private Need read() {
      return Bench.readNeed(id, principal.principal(), subscription);
    }
  }
}
