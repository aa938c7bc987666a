package io.meshwork.deployment.verify;

import io.meshwork.deployment.verify.Knot.Place;
import io.meshwork.deployment.verify.Knot.Span;
import io.meshwork.model.ChannelAddress;
import io.meshwork.transport.spi.Crossing;
import io.meshwork.transport.spi.Position;
import io.meshwork.transport.spi.SourcePartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * All known crossings into a channel as they lie there. Invariant: the spans of a partition are in
 * order and apart from each other, and each belongs to one knot.
 */
final class Weave {
  private static final long MOST_BETWEEN = 50_000;

  private final Map<SourcePartition, List<Span>> spans = new TreeMap<>();
  private final IdentityHashMap<Span, Knot> knotOfSpan = new IdentityHashMap<>();
  private final IdentityHashMap<Crossing, Knot> knots = new IdentityHashMap<>();
  private long between;

  /** How crossings take part. */
  interface Part {
    boolean isOwn(Crossing crossing);

    /** Whether all that overlaps it is surely known. */
    boolean isInside(Crossing crossing);
  }

  /**
   * Weaves them.
   *
   * @param written how far earlier crossings wrote that are not among these
   */
  Weave(
      List<Crossing> crossings,
      ChannelAddress channel,
      End target,
      Part part,
      Map<SourcePartition, Position> written) {
    Map<SourcePartition, List<Place>> places = new TreeMap<>();
    IdentityHashMap<Crossing, Node> nodes = new IdentityHashMap<>();
    for (Crossing crossing : crossings) {
      for (Crossing.TargetRange range : crossing.targets()) {
        SourcePartition partition = range.partition();
        if (partition.channel().equals(channel) && target.retains(partition, range.first())) {
          nodes.putIfAbsent(crossing, new Node());
          places
              .computeIfAbsent(partition, any -> new ArrayList<>())
              .add(new Place(crossing, partition, range.first(), range.last()));
        }
      }
    }
    places.forEach((partition, each) -> spans.put(partition, merge(each, target, nodes)));
    written.forEach((partition, last) -> begin(partition, last, target));
    IdentityHashMap<Node, Knot> byRoot = new IdentityHashMap<>();
    for (Crossing crossing : crossings) {
      Node node = nodes.get(crossing);
      if (node != null) {
        Knot knot = byRoot.computeIfAbsent(node.root(), any -> new Knot());
        knots.put(crossing, knot);
        knot.add(crossing, part.isOwn(crossing), part.isInside(crossing));
      }
    }
    for (List<Span> each : spans.values()) {
      for (Span span : each) {
        Knot knot = span.places().isEmpty() ? null : knots.get(span.places().getFirst().crossing());
        if (knot != null) {
          knot.add(span);
          knotOfSpan.put(span, knot);
        }
      }
    }
  }

  /** What lies behind that, up to the first known span, is nobody's: it is to be read. */
  private void begin(SourcePartition partition, Position last, End target) {
    List<Span> here = spans.get(partition);
    if (here == null || !target.isBefore(partition, last, here.getFirst().first())) {
      return;
    }
    long distance = target.distance(partition, last, here.getFirst().first());
    if (distance <= MOST_BETWEEN
        && target.retains(partition, last)
        && target.reads(partition, last)) {
      between += distance;
      here.addFirst(new Span(partition, last, last, List.of()));
    }
  }

  /** Events that are read although no crossing tells of them. */
  long between() {
    return between;
  }

  private static List<Span> merge(
      List<Place> places, End target, IdentityHashMap<Crossing, Node> nodes) {
    sort(places, (a, b) -> target.isBefore(a.partition(), a.first(), b.first()));
    List<Span> merged = new ArrayList<>();
    for (Place place : places) {
      Span last = merged.isEmpty() ? null : merged.getLast();
      if (last == null || target.isBefore(place.partition(), last.last(), place.first())) {
        List<Place> covering = new ArrayList<>(List.of(place));
        merged.add(new Span(place.partition(), place.first(), place.last(), covering));
      } else {
        last.places().add(place);
        Position further =
            target.isBefore(place.partition(), last.last(), place.last())
                ? place.last()
                : last.last();
        merged.set(
            merged.size() - 1, new Span(last.partition(), last.first(), further, last.places()));
        Node node = nodes.get(place.crossing());
        Node first = nodes.get(last.places().getFirst().crossing());
        if (node != null && first != null) {
          node.join(first);
        }
      }
    }
    return merged;
  }

  /** A crossing on its way into a knot. */
  private static final class Node {
    private Node parent = this;

    Node root() {
      Node at = this;
      while (at.parent != at) {
        at.parent = at.parent.parent;
        at = at.parent;
      }
      return at;
    }

    void join(Node other) {
      root().parent = other.root();
    }
  }

  /**
   * Puts what is nearly in order in order. What cannot be compared, such as positions in a channel
   * that was made anew, keeps its place.
   */
  static <T> void sort(List<T> list, BiPredicate<T, T> before) {
    for (int i = 1; i < list.size(); i++) {
      T each = list.get(i);
      int at = i;
      while (at > 0
          && before.test(each, list.get(at - 1))
          && !before.test(list.get(at - 1), each)) {
        list.set(at, list.get(at - 1));
        at--;
      }
      list.set(at, each);
    }
  }

  /** Of a crossing; {@code null}: nothing that it wrote here is retained. */
  @Nullable Knot knot(Crossing crossing) {
    return knots.get(crossing);
  }

  /** Of a span. */
  @Nullable Knot knot(Span span) {
    return knotOfSpan.get(span);
  }

  /** In order. */
  List<Span> spans(SourcePartition partition) {
    return spans.getOrDefault(partition, List.of());
  }

  /** By partition, those of these knots. */
  Map<SourcePartition, List<Span>> spans(Iterable<Knot> of) {
    Map<SourcePartition, List<Span>> found = new HashMap<>();
    for (Knot knot : of) {
      for (Span span : knot.spans()) {
        found.computeIfAbsent(span.partition(), any -> new ArrayList<>()).add(span);
      }
    }
    return found;
  }
}
