package io.meshwork.deployment.trace;

import io.meshwork.deployment.verify.CrossingPages;
import io.meshwork.deployment.verify.End;
import io.meshwork.model.ChannelAddress;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.ConsumerGroup;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.LinkPartition;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.Reader;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.TransportError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One broker while one event is traced: what its crossings and positions are is asked once, and a
 * broker that failed is not asked again. One thread.
 */
final class Sight implements AutoCloseable {
  private static final int MOST_CROSSINGS = 100_000;

  private final Reader reader;
  private final End end;
  private final long until;
  private final Map<SlotGroup, Map<LinkPartition, Position>> positions = new HashMap<>();
  private @Nullable Commits commits;
  private @Nullable MeshException failure;

  /**
   * Commits that links made at this broker.
   *
   * @param whole whether all since the moment were read
   */
  record Commits(Map<LinkId, List<Crossing>> byLink, boolean whole) {}

  Sight(Reader reader, long until) {
    this.reader = reader;
    this.end = new End(reader);
    this.until = until;
  }

  End end() {
    return end;
  }

  /** Asks the broker, unless it failed before. */
  <T> T ask(Call<T> call) {
    MeshException before = failure;
    if (before != null) {
      throw before;
    }
    try {
      return call.ask(end);
    } catch (MeshException e) {
      failure = e.code() == TransportError.BROKER_UNREACHABLE ? e : null;
      throw e;
    }
  }

  /** A question. */
  interface Call<T> {
    T ask(End end);
  }

  /** The commits of these links since a moment; the first answer is kept. */
  Commits commits(Predicate<LinkId> wanted, Instant since) {
    Commits known = commits;
    if (known == null) {
      known = ask(_ -> read(wanted, since));
      commits = known;
    }
    return known;
  }

  private Commits read(Predicate<LinkId> wanted, Instant since) {
    Map<LinkId, List<Crossing>> byLink = new HashMap<>();
    CrossingPages pages = new CrossingPages(reader, since);
    int read = 0;
    for (Crossing each = pages.next(); each != null; each = pages.next()) {
      if (++read > MOST_CROSSINGS || System.nanoTime() > until) {
        return new Commits(byLink, false);
      }
      if (wanted.test(each.link())) {
        byLink.computeIfAbsent(each.link(), _ -> new ArrayList<>()).add(each);
      }
    }
    return new Commits(byLink, true);
  }

  /** Where a link of a group has committed that it read a partition. */
  @Nullable Position position(SlotGroup group, LinkPartition partition) {
    return positions
        .computeIfAbsent(group, any -> ask(_ -> reader.positions(Set.of(any))))
        .get(partition);
  }

  /** Who reads a channel. */
  List<ConsumerGroup> consumers(ChannelAddress channel) {
    return ask(_ -> reader.consumers(Set.of(channel)));
  }

  @Override
  public void close() {
    reader.close();
  }
}
