package io.meshwork.deployment.position;

import io.meshwork.api.ManifestLink;
import io.meshwork.api.MeshJson;
import io.meshwork.api.PositionDocument;
import io.meshwork.api.PositionDocument.Going;
import io.meshwork.api.PositionDocument.Standing;
import io.meshwork.api.PositionMove;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.audit.AuditEntry;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.monitoring.LinkDirectory.Placed;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.deployment.manifest.ManifestKeeper;
import io.meshwork.deployment.observation.LinkEnds;
import io.meshwork.deployment.store.ManifestStore;
import io.meshwork.deployment.store.MoveStore;
import io.meshwork.model.JsonText;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.StartAt;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SourcePartition;
import io.meshwork.transport.spi.TransportError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Positions as the link's target remembers them, moves as this database does. */
public class StoredPositions implements LinkPositions {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int MOVES_SHOWN = 20;
  private static final int LONGEST_REASON = 500;

  private final LinkEnds ends;
  private final ManifestKeeper manifests;
  private final MoveStore moves;
  private final Permissions permissions;
  private final AuditLog audit;
  private final Clock clock;

  /** Over these. */
  public StoredPositions(
      LinkEnds ends,
      ManifestKeeper manifests,
      ManifestStore store,
      Permissions permissions,
      AuditLog audit,
      Clock clock) {
    this.ends = ends;
    this.manifests = manifests;
    this.moves = store.moves();
    this.permissions = permissions;
    this.audit = audit;
    this.clock = clock;
  }

  /** What both brokers know of one link. */
  private record Found(
      Map<LinkPartition, Position> committed,
      Map<SourcePartition, Position> starts,
      Map<SourcePartition, Position> ends,
      Map<SourcePartition, Position> goals) {}

  @Override
  public PositionDocument read(Actor actor, LinkId id, @Nullable StartAt to, Set<Integer> only) {
    Placed link = ends.link(actor, id);
    refuseUnknown(link.link(), only);
    return within(
        link,
        (source, target) -> {
          Map<SourcePartition, Position> goals =
              to == null ? Map.of() : find(source, link.link(), to);
          Map<SourcePartition, Position> asked = new TreeMap<>(goals);
          asked.keySet().removeIf(each -> !only.isEmpty() && !only.contains(each.number()));
          return document(link, source, look(link, source, target, asked));
        });
  }

  @Override
  public PositionDocument move(
      Actor actor, LinkId id, List<PositionMove.Place> places, String reason) {
    Placed placed = ends.link(actor, id);
    ManifestLink link = placed.link();
    permissions.require(actor, operation(link), guarded(link));
    refuse(link, places, reason);
    return within(
        placed,
        (source, target) -> {
          Map<SourcePartition, Position> goals = new TreeMap<>();
          places.forEach(
              place ->
                  goals.put(
                      new SourcePartition(link.from().channel(), place.partition()),
                      new Position(place.position())));
          Found found = look(placed, source, target, goals);
          goals.forEach((partition, goal) -> refuseUnlessThere(source, partition, goal, found));
          PositionDocument before = document(placed, source, found);
          PositionMove move = new PositionMove(next(link, found.committed(), moves), places);
          Instant now = clock.instant();
          manifests.move(
              Map.of(
                  placed.runsIn(),
                  List.of(new MoveStore.Entry(id, move, reason, actor.subject(), now))));
          record(actor, link, before, move, reason);
          return document(placed, source, found);
        });
  }

  @Override
  public boolean mayMove(Actor actor, LinkId id) {
    ManifestLink link = ends.link(actor, id).link();
    return permissions.allows(actor, operation(link), guarded(link));
  }

  private static Operation operation(ManifestLink link) {
    return link.subscription() == null ? Operation.APPLY : Operation.CHANGE;
  }

  private static Guarded guarded(ManifestLink link) {
    return link.subscription() == null
        ? Guarded.mesh()
        : Guarded.open("Subscription", link.subscription().value(), link.team());
  }

  private static void refuse(ManifestLink link, List<PositionMove.Place> places, String reason) {
    refuseReason("link '%s' is moved".formatted(link.id()), reason);
    if (places.isEmpty()) {
      throw invalid("Name at least one partition of link '%s' to move.".formatted(link.id()));
    }
    Set<Integer> numbers = new TreeSet<>();
    for (PositionMove.Place place : places) {
      if (!numbers.add(place.partition())) {
        throw invalid("Partition %d is named twice; name it once.".formatted(place.partition()));
      }
    }
    refuseUnknown(link, numbers);
  }

  static void refuseReason(String what, String reason) {
    if (reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw invalid("Say why %s, in 1 to %d characters.".formatted(what, LONGEST_REASON));
    }
  }

  private static void refuseUnknown(ManifestLink link, Set<Integer> partitions) {
    for (int number : partitions) {
      if (number < 0 || number >= link.from().partitions()) {
        throw invalid(
            "Channel '%s' has partitions 0 to %d; there is no partition %d."
                .formatted(link.from().channel(), link.from().partitions() - 1, number));
      }
    }
  }

  /** A position that is there divides what lies between the start and the end. */
  private static void refuseUnlessThere(
      Reader source, SourcePartition partition, Position goal, Found found) {
    Position start = found.starts().get(partition);
    Position end = found.ends().get(partition);
    if (start == null || end == null) {
      throw invalid("%s is not there; nothing can go on in it.".formatted(partition));
    }
    String fault =
        "Position '%s' is not one that %s has now; it has '%s' to '%s'."
            .formatted(goal, partition, start, end);
    try {
      if (source.distance(partition, start, goal) + source.distance(partition, goal, end)
          != source.distance(partition, start, end)) {
        throw invalid(fault);
      }
    } catch (MeshException e) {
      throw e.code() == TransportError.NOT_SUPPORTED
          ? new MeshException(DeploymentError.INVALID_MOVE, fault, e)
          : e;
    }
  }

  private static MeshException invalid(String message) {
    return new MeshException(DeploymentError.INVALID_MOVE, message);
  }

  /**
   * Above every move that was ever recorded, here or at the target: a database restored from an
   * older copy must not make moves that relays hold for taken.
   */
  static long next(ManifestLink link, Map<LinkPartition, Position> committed, MoveStore moves) {
    long taken =
        committed.keySet().stream()
            .mapToLong(each -> link.id().moveRecordedBy(each.link()))
            .max()
            .orElse(0);
    long stored =
        moves.newest(link.id(), 1).stream().mapToLong(each -> each.move().number()).max().orElse(0);
    return Math.max(taken, stored) + 1;
  }

  private void record(
      Actor actor, ManifestLink link, PositionDocument before, PositionMove move, String reason) {
    Going total = before.total();
    audit.record(
        new AuditEntry(
            actor,
            "move",
            "Link",
            link.id().value(),
            Set.of(link.team()),
            null,
            new JsonText(
                MeshJson.write(
                    Map.of(
                        "move",
                        move,
                        "reason",
                        reason,
                        "skipped",
                        total.skipped(),
                        "repeated",
                        total.repeated()))),
            null));
  }

  private interface Look<T> {
    T at(Reader source, Reader target);
  }

  private <T> T within(Placed link, Look<T> look) {
    return ends.within(
        LIMIT,
        link.link(),
        () -> {
          try (Reader source = ends.reader(link.link().from().broker());
              Reader target = ends.reader(link.link().to().broker())) {
            return look.at(source, target);
          }
        });
  }

  static Map<SourcePartition, Position> find(Reader source, ManifestLink link, StartAt to) {
    return switch (to) {
      case StartAt.Latest() -> source.ends(link.from().channel());
      case StartAt.Earliest() -> source.positionsAt(link.from().channel(), Instant.EPOCH);
      case StartAt.Moment(Instant at) -> source.positionsAt(link.from().channel(), at);
    };
  }

  private static Found look(
      Placed placed, Reader source, Reader target, Map<SourcePartition, Position> goals) {
    ManifestLink link = placed.link();
    SlotGroup group =
        new SlotGroup(
            link.from().broker(),
            link.to().broker(),
            link.delivery(),
            placed.runsIn(),
            link.slots());
    return new Found(
        target.positions(Set.of(group)),
        source.positionsAt(link.from().channel(), Instant.EPOCH),
        source.ends(link.from().channel()),
        goals);
  }

  private PositionDocument document(Placed placed, Reader source, Found found) {
    ManifestLink link = placed.link();
    List<Standing> standing = new ArrayList<>();
    new TreeMap<>(found.ends())
        .forEach(
            (partition, end) -> {
              Position committed = found.committed().get(new LinkPartition(link.id(), partition));
              Position goal = found.goals().get(partition);
              Position start = found.starts().getOrDefault(partition, end);
              standing.add(
                  new Standing(
                      partition.number(),
                      committed == null ? null : committed.value(),
                      committed == null ? 0 : source.distance(partition, committed, end),
                      committed != null && source.distance(partition, committed, start) > 0,
                      goal == null ? null : going(source, partition, committed, goal, end)));
            });
    return new PositionDocument(
        link.id().value(),
        standing,
        moves.newest(link.id(), MOVES_SHOWN).stream()
            .map(entry -> shown(link, entry, found))
            .toList());
  }

  private static Going going(
      Reader source,
      SourcePartition partition,
      @Nullable Position committed,
      Position goal,
      Position end) {
    long left = source.distance(partition, goal, end);
    if (committed == null) {
      return new Going(goal.value(), 0, 0);
    }
    return new Going(
        goal.value(),
        source.distance(partition, committed, goal),
        Math.min(left, source.distance(partition, goal, committed)));
  }

  private static PositionDocument.Move shown(
      ManifestLink link, MoveStore.Entry entry, Found found) {
    long number = entry.move().number();
    int taken =
        (int)
            entry.move().places().stream()
                .filter(
                    place ->
                        found.committed().keySet().stream()
                            .anyMatch(
                                each ->
                                    each.partition().number() == place.partition()
                                        && link.id().moveRecordedBy(each.link()) >= number))
                .count();
    return new PositionDocument.Move(
        number, entry.at(), entry.by(), entry.reason(), entry.move().places(), taken);
  }
}
