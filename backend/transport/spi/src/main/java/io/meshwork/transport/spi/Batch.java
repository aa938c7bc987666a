package io.meshwork.transport.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What one poll yields.
 *
 * @param bundles by partition in order
 * @param through where each partition that moved is read to now; beyond its last event where what
 *     follows is not for readers, such as aborted events
 * @param gaps ranges that cannot be read any more; their partitions stand still until assigned anew
 */
public record Batch(
    List<Bundle> bundles, Map<SourcePartition, Position> through, List<SourceGap> gaps) {
  /** Copies. */
  public Batch {
    bundles = List.copyOf(bundles);
    through = Map.copyOf(through);
    gaps = List.copyOf(gaps);
  }

  /** Of single events. */
  public static Batch of(
      List<Received> events, Map<SourcePartition, Position> through, List<SourceGap> gaps) {
    List<Bundle> bundles = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= events.size(); i++) {
      if (i == events.size() || !events.get(i).partition().equals(events.get(from).partition())) {
        bundles.add(Bundle.of(events.subList(from, i)));
        from = i;
      }
    }
    return new Batch(bundles, through, gaps);
  }

  /** All single events; decodes what is not. */
  public List<Received> events() {
    return bundles.stream().flatMap(bundle -> bundle.events().stream()).toList();
  }

  /** Whether nothing came and nothing moved. */
  public boolean isEmpty() {
    return bundles.isEmpty() && through.isEmpty() && gaps.isEmpty();
  }

  /** Nothing came. */
  public static Batch empty() {
    return new Batch(List.of(), Map.of(), List.of());
  }
}
