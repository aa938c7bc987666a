package io.meshwork.transport.tck;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is absent stays absent, and what is empty stays empty. */
public abstract class TombstonesTck extends TransportTck {
  @Test
  void tellsATombstoneFromAnEmptyPayload() {
    assertCarried(
        List.of(
            Events.event(Events.bytes("k"), null), Events.event(Events.bytes("k"), new byte[0])));
  }

  @Test
  void tellsNoKeyFromAnEmptyOne() {
    assertCarried(
        List.of(
            Events.event(null, Events.bytes("v")), Events.event(new byte[0], Events.bytes("v"))));
  }

  @Test
  void carriesAnEventWithNeitherKeyNorPayload() {
    assertCarried(
        List.of(Events.event((byte @Nullable []) null, null), Events.event("k", "after")));
  }

  private void assertCarried(List<Event> written) {
    ChannelAddress channel = bench().channel(1);
    Bench.Stream stream = bench().reading(Bench.WIDE, Bench.partitions(channel, 1));

    Events.write(bench().sink(), channel, 0, written);
    bench().foreigner().publish(channel, 0, written);

    var read = stream.read(2 * written.size());
    Events.assertSameBytes(read.subList(0, written.size()), written);
    Events.assertSameBytes(read.subList(written.size(), read.size()), written);
  }
}
