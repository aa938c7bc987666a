package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.ChannelAddress;
import io.meshwork.model.event.CloudEvents;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Headers go beside the payload: in order, repeated ones kept, bytes as they are. */
public abstract class HeadersTck extends TransportTck {
  @Test
  void carriesHeadersUnchanged() {
    assertCarried(
        List.of(
            Events.event(
                Events.bytes("k"),
                Events.bytes("v"),
                new Header(CloudEvents.ID, Events.bytes("1")),
                new Header(CloudEvents.SOURCE, Events.bytes("/tck")),
                new Header(CloudEvents.TYPE, Events.bytes("tck.made")),
                new Header(CloudEvents.SPEC_VERSION, Events.bytes("1.0")),
                new Header(CloudEvents.CONTENT_TYPE, Events.bytes("application/json")))));
  }

  @Test
  void keepsRepeatedHeadersInOrder() {
    assertCarried(
        List.of(
            Events.event(
                Events.bytes("k"),
                Events.bytes("v"),
                new Header("b", Events.bytes("1")),
                new Header("a", Events.bytes("2")),
                new Header("b", Events.bytes("3")),
                new Header("b", Events.bytes("1")))));
  }

  @Test
  void tellsAHeaderWithoutAValueFromAnEmptyOne() {
    assertCarried(
        List.of(
            Events.event(
                Events.bytes("k"),
                Events.bytes("v"),
                new Header("none", null),
                new Header("empty", new byte[0]),
                new Header("binary", new byte[] {0, -1, -128}))));
  }

  @Test
  void carriesEventsWithoutCloudEventsHeaders() {
    assertCarried(
        List.of(
            Events.event("k", "none at all"),
            Events.event(
                Events.bytes("k"),
                Events.bytes("others"),
                new Header("x-trace", Events.bytes("abc")))));
  }

  @Test
  void carriesAnEventOfHeadersOnly() {
    assertCarried(
        List.of(
            Events.event(Events.bytes("k"), new byte[0], new Header("h", Events.binary(2000)))));
  }

  private void assertCarried(List<Event> written) {
    ChannelAddress channel = bench().channel(1);
    Bench.Stream stream = bench().reading(Bench.WIDE, Bench.partitions(channel, 1));

    Events.write(bench().sink(), channel, 0, written);
    bench().foreigner().publish(channel, 0, written);

    var read = stream.read(2 * written.size());
    Events.assertSameBytes(read.subList(0, written.size()), written);
    Events.assertSameBytes(read.subList(written.size(), read.size()), written);
    assertThat(read).allSatisfy(each -> assertThat(each.partition().channel()).isEqualTo(channel));
  }
}
