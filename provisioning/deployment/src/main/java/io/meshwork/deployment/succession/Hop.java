package io.meshwork.deployment.succession;

import io.meshwork.deployment.verify.CrossingPages;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.planner.DesiredLink;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Crossing.TargetRange;
import io.meshwork.transport.spi.Digest;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.Received;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SourcePartition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One link as a map between positions of its source and of its target, told by its crossings.
 * Invariant: what lies before a position of the one end lies before the mapped position of the
 * other; where both ends have as many partitions, exactly that. One thread.
 */
final class Hop {
  private static final int PAGE = 500;
  private static final List<Duration> WINDOWS =
      List.of(Duration.ofMinutes(2), Duration.ofMinutes(30), Duration.ofHours(6));

  private final DesiredLink link;
  private final Reader source;
  private final Reader target;
  private final Instant now;
  private final boolean keepsPartition;

  Hop(DesiredLink link, Reader source, Reader target, Instant now) {
    this.link = link;
    this.source = source;
    this.target = target;
    this.now = now;
    this.keepsPartition = link.from().partitions() == link.to().partitions();
  }

  /**
   * Up to where the source's partitions are what lies before these positions of the target. Absent
   * for those of which the link has read nothing.
   */
  Map<Integer, Position> back(Map<Integer, Position> atTarget) {
    Map<SourcePartition, Position> committed = committed(link, source, target);
    Map<Integer, Position> places = new TreeMap<>();
    committed.forEach(
        (from, read) -> {
          Position place =
              keepsPartition
                  ? back(from, read, atTarget.get(from.number()))
                  : earliest(from, read, atTarget);
          if (place != null) {
            places.put(from.number(), place);
          }
        });
    return places;
  }

  private @Nullable Position back(SourcePartition from, Position read, @Nullable Position stand) {
    if (stand == null) {
      return null;
    }
    SourcePartition to = partition(link.to().address(), from.number());
    List<Received> ahead = target.range(to, stand, 1);
    if (ahead.isEmpty()) {
      return read;
    }
    Position next = ahead.getFirst().before();
    for (Window window : windows()) {
      boolean earlier = false;
      for (Crossing crossing : window.of(from)) {
        for (TargetRange range : crossing.targets()) {
          if (range.partition().equals(to) && !isBefore(target, to, range.last(), next)) {
            if (!isBefore(target, to, next, range.first())) {
              return behind(crossing, events(target, to, range.first(), next));
            }
            if (earlier) {
              // Written and not committed, and so written again by what came next.
              return crossing.from();
            }
          } else if (range.partition().equals(to)) {
            earlier = true;
          }
        }
      }
    }
    throw NotTold.yet(
        "No crossing of link '%s' that is left tells of position %s of %s. Let what reads it catch up with the channel, then deploy again."
            .formatted(link.id(), stand, to));
  }

  /** The position behind the last of these events that the crossing wrote. */
  private Position behind(Crossing crossing, List<Received> written) {
    if (written.isEmpty()) {
      return crossing.from();
    }
    List<Received> read = events(source, crossing.source(), crossing.from(), crossing.through());
    if (crossing.filtered() == 0 && crossing.refused() == 0 && read.size() >= written.size()) {
      return read.get(written.size() - 1).after();
    }
    int at = 0;
    for (Received each : written) {
      while (at < read.size() && !isSame(read.get(at), each)) {
        at++;
      }
      at++;
    }
    if (at > read.size()) {
      throw NotTold.ever(
          "Events that link '%s' wrote to %s are not at its source any more, so where they end there is unknown. Let what reads them catch up, then deploy again."
              .formatted(link.id(), crossing.targets().getFirst().partition()));
    }
    return read.get(at - 1).after();
  }

  /** Without a partition that is the same at both ends, the first of which anything is left. */
  private Position earliest(SourcePartition from, Position read, Map<Integer, Position> atTarget) {
    for (Crossing crossing : windows().getLast().of(from)) {
      for (TargetRange range : crossing.targets()) {
        Position stand = atTarget.get(range.partition().number());
        if (stand != null && !isBefore(target, range.partition(), range.last(), stand)) {
          return crossing.from();
        }
      }
    }
    return read;
  }

  /**
   * Where in the target those events begin that lie behind these positions of the source.
   *
   * @throws NotTold as long as the link has not come so far itself
   */
  Map<Integer, Position> forth(Map<Integer, Position> atSource) {
    Map<SourcePartition, Position> ends = target.ends(link.to().address());
    Map<SourcePartition, Position> committed = committed(link, source, target);
    Map<Integer, Position> places = new TreeMap<>();
    atSource.forEach(
        (number, stand) -> {
          SourcePartition from = partition(link.from().address(), number);
          Position read = committed.get(from);
          if (read == null || isBefore(source, from, read, stand)) {
            throw NotTold.yet(
                "Link '%s' has not come to %s of %s yet.".formatted(link.id(), stand, from));
          }
          ends.forEach(
              (to, end) -> {
                if (!keepsPartition || to.number() == number) {
                  Position place = forth(from, stand, read, to);
                  places.merge(
                      to.number(),
                      place == null ? end : place,
                      (one, other) -> isBefore(target, to, one, other) ? one : other);
                }
              });
        });
    return places;
  }

  /** {@code null}: behind all that lies there. */
  private @Nullable Position forth(
      SourcePartition from, Position stand, Position read, SourcePartition to) {
    for (Window window : windows()) {
      List<Crossing> crossings = window.of(from);
      boolean told =
          crossings.stream().anyMatch(each -> !isBefore(source, from, stand, each.from()));
      if (told) {
        return forth(crossings, from, stand, to);
      }
    }
    if (isBefore(source, from, stand, read)) {
      throw NotTold.ever(
          "Link '%s' is not known to have carried what lies behind %s of %s, so a link that goes on from there would lose events. Let the link that ends catch up, then deploy again."
              .formatted(link.id(), stand, from));
    }
    return null;
  }

  private @Nullable Position forth(
      List<Crossing> crossings, SourcePartition from, Position stand, SourcePartition to) {
    for (Crossing crossing : crossings) {
      if (!isBefore(source, from, stand, crossing.through())) {
        continue;
      }
      for (TargetRange range : crossing.targets()) {
        if (range.partition().equals(to)) {
          return isBefore(source, from, crossing.from(), stand) && keepsPartition
              ? behind(crossing, stand, range)
              : range.first();
        }
      }
    }
    return null;
  }

  /** The position behind what the crossing wrote of the events before that position. */
  private Position behind(Crossing crossing, Position stand, TargetRange range) {
    List<Received> before = events(source, crossing.source(), crossing.from(), stand);
    List<Received> written = new ArrayList<>();
    Position at = range.first();
    while (written.size() <= before.size()
        && !isBefore(target, range.partition(), range.last(), at)) {
      List<Received> page = target.range(range.partition(), at, Math.min(PAGE, before.size() + 1));
      if (page.isEmpty()) {
        break;
      }
      written.addAll(page);
      at = page.getLast().after();
    }
    Position place = range.first();
    int seen = 0;
    for (Received each : written) {
      while (seen < before.size() && !isSame(before.get(seen), each)) {
        seen++;
      }
      if (seen++ >= before.size()) {
        break;
      }
      place = each.after();
    }
    return place;
  }

  private static boolean isSame(Received one, Received other) {
    return Digest.of(one.event()).equals(Digest.of(other.event()));
  }

  /** Events from a position to before another. */
  private static List<Received> events(
      Reader reader, SourcePartition partition, Position from, Position until) {
    List<Received> events = new ArrayList<>();
    Position at = from;
    while (true) {
      List<Received> page = reader.range(partition, at, PAGE);
      for (Received each : page) {
        if (!isBefore(reader, partition, each.before(), until)) {
          return events;
        }
        events.add(each);
      }
      if (page.size() < PAGE) {
        return events;
      }
      at = page.getLast().after();
    }
  }

  private static boolean isBefore(
      Reader reader, SourcePartition partition, Position one, Position other) {
    return !one.equals(other) && reader.distance(partition, one, other) > 0;
  }

  private static SourcePartition partition(ChannelAddress channel, int number) {
    return new SourcePartition(channel, number);
  }

  /** What a link has committed: under its group, or under one that it was in before. */
  static Map<SourcePartition, Position> committed(DesiredLink link, Reader source, Reader target) {
    Map<SourcePartition, Position> committed = new TreeMap<>();
    Set<SourcePartition> partitions = source.ends(link.from().address()).keySet();
    for (SlotGroup group : groups(link)) {
      Map<LinkPartition, Position> there = target.positions(Set.of(group));
      for (SourcePartition partition : partitions) {
        Position position = there.get(new LinkPartition(link.id(), partition));
        if (position != null) {
          committed.merge(
              partition,
              position,
              (one, other) -> isBefore(source, partition, one, other) ? other : one);
        }
      }
      if (committed.keySet().containsAll(partitions)) {
        break;
      }
    }
    return committed;
  }

  /** The groups that a link may be or have been in, its own first. */
  static List<SlotGroup> groups(DesiredLink link) {
    List<SlotGroup> groups = new ArrayList<>(List.of(link.group()));
    Set<RegionName> regions =
        new TreeSet<>(
            Set.copyOf(List.of(link.runners().whenFiltering(), link.runners().otherwise())));
    for (RegionName region : regions) {
      for (DeliveryClass delivery : DeliveryClass.values()) {
        SlotGroup group =
            new SlotGroup(link.from().broker(), link.to().broker(), delivery, region, link.slots());
        if (!groups.contains(group)) {
          groups.add(group);
        }
      }
    }
    return groups;
  }

  private List<Window> windows() {
    List<Window> windows = new ArrayList<>();
    WINDOWS.forEach(back -> windows.add(new Window(now.minus(back))));
    windows.add(new Window(Instant.EPOCH));
    return windows;
  }

  /** The link's crossings since a moment, read when first asked for. */
  private final class Window {
    private final Instant since;
    private @Nullable List<Crossing> own;

    Window(Instant since) {
      this.since = since;
    }

    /** Those of a partition, in the order in which they were committed. */
    List<Crossing> of(SourcePartition from) {
      return all().stream().filter(each -> each.source().equals(from)).toList();
    }

    private List<Crossing> all() {
      List<Crossing> known = own;
      if (known == null) {
        known = new ArrayList<>();
        CrossingPages pages = new CrossingPages(target, since);
        for (Crossing each = pages.next(); each != null; each = pages.next()) {
          if (each.link().equals(link.id())) {
            known.add(each);
          }
        }
        own = known;
      }
      return known;
    }
  }
}
