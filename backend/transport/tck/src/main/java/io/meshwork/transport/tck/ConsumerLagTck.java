package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.transport.spi.ConsumerGroup;
import io.meshwork.transport.spi.ObservedResource;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.ResourceId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tells who reads a channel, and how far. */
public abstract class ConsumerLagTck extends TransportTck {
  @Test
  void tellsHowFarAGroupHasRead() {
    ChannelAddress channel = bench().channel(1);
    String group = "tck-" + Bench.unique();
    bench().foreigner().publish(channel, 0, Events.numbered("e", 10));

    bench().foreigner().consume(channel, group, 4);

    assertThat(consumers(channel, 6)).containsExactly(new ConsumerGroup(group, channel, 0, 6));
  }

  @Test
  void tellsThatAGroupHasReadAll() {
    ChannelAddress channel = bench().channel(1);
    String group = "tck-" + Bench.unique();
    bench().foreigner().publish(channel, 0, Events.numbered("e", 3));

    bench().foreigner().consume(channel, group, 3);

    assertThat(consumers(channel, 0)).containsExactly(new ConsumerGroup(group, channel, 0, 0));
  }

  @Test
  void tellsGroupsApart() {
    ChannelAddress channel = bench().channel(1);
    ChannelAddress other = bench().channel(1);
    bench().foreigner().publish(channel, 0, Events.numbered("e", 5));
    bench().foreigner().consume(channel, "tck-a-" + Bench.unique(), 2);
    bench().foreigner().consume(channel, "tck-b-" + Bench.unique(), 5);

    assertThat(
            bench()
                .eventually(
                    () -> bench().reader().consumers(Set.of(channel, other)),
                    found -> found.size() == 2))
        .extracting(ConsumerGroup::lag)
        .containsExactlyInAnyOrder(3L, 0L);
    assertThat(bench().reader().consumers(Set.of(other))).isEmpty();
  }

  @Test
  void observesTheReadersOfAResource() {
    ChannelId id = bench().entry();
    Rendering rendering = bench().render(Bench.channelNeed(id, 1));
    bench().provision(Bench.channelNeed(id, 1));
    ChannelAddress channel = bench().address(id);
    String group = "tck-" + Bench.unique();
    bench().foreigner().publish(channel, 0, Events.numbered("e", 4));
    bench().foreigner().consume(channel, group, 1);
    ResourceId resource = rendering.resources().getFirst().id();

    List<ConsumerGroup> readers =
        bench()
            .eventually(
                () -> {
                  ObservedResource there =
                      bench().deployer().observe(Set.of(resource)).resources().get(resource);
                  return there == null ? List.of() : there.readers();
                },
                found -> !found.isEmpty());

    assertThat(readers).containsExactly(new ConsumerGroup(group, channel, 0, 3));
  }

  private List<ConsumerGroup> consumers(ChannelAddress channel, long lag) {
    return bench()
        .eventually(
            () -> bench().reader().consumers(Set.of(channel)),
            found ->
                found.size() == 1
                    && found.getFirst().lag() == lag
                    && found.getFirst().members() == 0);
  }
}
