package io.meshwork.planner;

import io.meshwork.model.ChannelId;
import io.meshwork.model.catalog.CatalogSnapshot;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what repairs a fault by trying: a change is named only if after it the fault is gone and
 * nothing else is wrong that was right. Tried shortest first, and only for as many faults as people
 * read.
 */
final class RepairTrial {
  private static final int MOST_FAULTS = 50;
  private static final int MOST_TRIES = 60;

  private final CatalogSnapshot catalog;
  private final DesiredState state;
  private final Map<ChannelId, Integer> partitions;

  RepairTrial(CatalogSnapshot catalog, DesiredState state, Map<ChannelId, Integer> partitions) {
    this.catalog = catalog;
    this.state = state;
    this.partitions = partitions;
  }

  List<Refusal> repaired(Faults faults) {
    List<Refusal> all = new ArrayList<>();
    Set<String> before = said(faults);
    faults
        .found()
        .forEach(
            (fault, candidates) -> {
              boolean worth = all.size() < MOST_FAULTS;
              all.add(fault.with(worth ? firstThatHelps(fault, candidates, before) : null));
            });
    return List.copyOf(all);
  }

  private @Nullable Repair firstThatHelps(
      Refusal fault, List<Repair> candidates, Set<String> before) {
    for (Repair candidate : candidates.stream().distinct().limit(MOST_TRIES).toList()) {
      Set<String> after = after(candidate);
      if (!after.contains(fault.message()) && before.containsAll(after)) {
        return candidate;
      }
    }
    return null;
  }

  private Set<String> after(Repair repair) {
    Repaired then = new Repaired(catalog, state).by(repair);
    return said(new RouteChecker(then.catalog(), partitions).find(then.state()));
  }

  private static Set<String> said(Faults faults) {
    Set<String> said = new HashSet<>();
    faults.all().forEach(fault -> said.add(fault.message()));
    return said;
  }
}
