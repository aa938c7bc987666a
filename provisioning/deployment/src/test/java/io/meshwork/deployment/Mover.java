package io.meshwork.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.api.ManifestLink;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.deployment.installation.Installation;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.event.CloudEvents;
import io.meshwork.model.event.Event;
import io.meshwork.model.event.Header;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.EventSink;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Outgoing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.Secrets;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotSink;
import io.meshwork.transport.spi.SlotWriter;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.Transport;
import io.meshwork.transport.spi.Transports;
import io.meshwork.transport.spi.WriteOutcome;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Does what a relay would do, one commit at a time. */
final class Mover {
  private final World world;

  Mover(World world) {
    this.world = world;
  }

  static Event event(String id, String payload) {
    return new Event(
        null,
        payload.getBytes(StandardCharsets.UTF_8),
        List.of(
            new Header(CloudEvents.ID, id.getBytes(StandardCharsets.UTF_8)),
            new Header(CloudEvents.SOURCE, "/shop".getBytes(StandardCharsets.UTF_8))),
        Instant.now().toEpochMilli());
  }

  /** The link of a kind that runs. */
  LinkDirectory.Placed link(ManifestLink.LinkKind kind) {
    return world.bean(LinkDirectory.class).links().values().stream()
        .filter(each -> each.link().kind() == kind)
        .findFirst()
        .orElseThrow();
  }

  /** Commits what the link has not read of a partition; {@code passes} is its filter. */
  void move(LinkDirectory.Placed placed, int number, Predicate<Event> passes, long refused) {
    move(placed, number, passes, refused, 0);
  }

  /** Commits that the next event was written, and does not write it. */
  void lose(LinkDirectory.Placed placed, int number) {
    move(placed, number, _ -> false, 0, 1);
  }

  private void move(
      LinkDirectory.Placed placed, int number, Predicate<Event> passes, long refused, long lost) {
    ManifestLink link = placed.link();
    SourcePartition partition = new SourcePartition(link.from().channel(), number);
    SlotGroup group =
        new SlotGroup(
            link.from().broker(),
            link.to().broker(),
            link.delivery(),
            placed.runsIn(),
            link.slots());
    try (Reader reader = transport(link.from()).reader(access(link.from()));
        SlotSink sink =
            transport(link.to())
                .slotSink(
                    access(link.to()),
                    SlotWriter.main(new SlotId(group, group.slotOf(partition).number())))) {
      Map<LinkPartition, Position> committed = sink.fence();
      Position from =
          committed.getOrDefault(
              new LinkPartition(link.id(), partition),
              reader.positionsAt(partition.channel(), Instant.EPOCH).get(partition));
      List<Received> read = reader.range(partition, from, 100);
      List<Event> passing =
          read.stream().map(Received::event).filter(passes).skip(refused).toList();
      sink.begin();
      passing.forEach(each -> sink.write(new Outgoing(link.to().channel(), number, each)));
      List<Crossing.TargetRange> targets = new ArrayList<>();
      List<WriteOutcome> outcomes = sink.flush();
      if (!outcomes.isEmpty()) {
        WriteOutcome.Stored first = (WriteOutcome.Stored) outcomes.getFirst();
        WriteOutcome.Stored last = (WriteOutcome.Stored) outcomes.getLast();
        targets.add(new Crossing.TargetRange(first.partition(), first.at(), last.at()));
      }
      Digest digest = passing.stream().map(Digest::of).reduce(Digest.NONE, Digest::plus);
      sink.commit(
          List.of(
              new Crossing(
                  link.id(),
                  partition,
                  from,
                  read.getLast().after(),
                  passing.size() + lost,
                  read.size() - passing.size() - refused - lost,
                  refused,
                  digest,
                  Digest.NONE,
                  targets,
                  Instant.now())));
    }
  }

  /** Publishes as the mesh's own principal. */
  void publish(ManifestLink.End end, int number, Event event) {
    try (EventSink sink = transport(end).sink(access(end))) {
      assertThat(sink.write(List.of(new Outgoing(end.channel(), number, event))))
          .singleElement()
          .isInstanceOf(WriteOutcome.Stored.class);
    }
  }

  private BrokerSpec spec(ManifestLink.End end) {
    Catalog catalog = world.bean(Catalog.class);
    return catalog.snapshot(catalog.currentRevision()).brokers().get(end.broker()).spec();
  }

  private Transport transport(ManifestLink.End end) {
    return world.bean(Transports.class).get(spec(end).transport());
  }

  private BrokerAccess access(ManifestLink.End end) {
    return new BrokerAccess(
        end.broker(),
        Settings.check(transport(end).settings(), spec(end).settings()),
        world.bean(Installation.class).id(),
        Secrets.ofThisProcess());
  }
}
