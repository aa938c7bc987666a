package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.ChannelId;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Traffic;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tells what channels hold and what was lately written to them. */
public abstract class TrafficTck extends TransportTck {
  @Test
  void countsWhatIsRetainedAndWhatIsRecent() {
    Channel channel = channel();
    long now = System.currentTimeMillis();
    bench()
        .foreigner()
        .publish(
            channel.address,
            0,
            List.of(
                Events.at("two days ago", now - Duration.ofDays(2).toMillis()),
                Events.at("before", now - Duration.ofHours(5).toMillis()),
                Events.at("just now", now - 2000),
                Events.at("just now too", now - 1000)));

    assertThat(traffic(channel)).isEqualTo(new Traffic(4, 2, 3));
  }

  @Test
  void tellsThatAChannelIsEmpty() {
    assertThat(traffic(channel())).isEqualTo(Traffic.NONE);
  }

  @Test
  void countsOnlyWhatIsStillThere() {
    Channel channel = channel();
    bench().foreigner().publish(channel.address, 0, Events.numbered("e", 5));
    bench().foreigner().expire(channel.address, 0, 3);

    assertThat(traffic(channel)).isEqualTo(new Traffic(2, 2, 2));
  }

  @Test
  void tellsOfManyAtOnceAndLeavesOutWhatIsNotThere() {
    Channel written = channel();
    Channel empty = channel();
    bench().foreigner().publish(written.address, 0, Events.numbered("e", 3));
    ResourceId absent = new ResourceId(written.id.kind(), "tck." + Bench.unique());

    assertThat(bench().deployer().traffic(Set.of(written.id, empty.id, absent)))
        .hasSize(2)
        .containsEntry(written.id, new Traffic(3, 3, 3))
        .containsEntry(empty.id, Traffic.NONE);
    assertThat(bench().deployer().traffic(Set.of())).isEmpty();
  }

  @Test
  void failsWhereNobodyAnswers() {
    var deployer = bench().closing(bench().transport().deployer(bench().fixture().unreachable()));
    ResourceId asked = new ResourceId("topic", "tck." + Bench.unique());

    Refusals.assertFails(TransportError.BROKER_UNREACHABLE, () -> deployer.traffic(Set.of(asked)));
  }

  private @Nullable Traffic traffic(Channel channel) {
    return bench().deployer().traffic(Set.of(channel.id)).get(channel.id);
  }

  private Channel channel() {
    ChannelId channel = bench().entry();
    var need = Bench.channelNeed(channel, 1);
    bench().provision(need);
    return new Channel(bench().address(channel), bench().render(need).resources().getFirst().id());
  }

  private record Channel(ChannelAddress address, ResourceId id) {}
}
