package io.meshwork.deployment.trace;

import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.store.StoredManifest;
import io.meshwork.deployment.store.SwitchHistory.Switched;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.LinkId;
import io.meshwork.model.RegionName;
import io.meshwork.planner.DesiredLink;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The links of one event type over a time. No manifest of the past is kept: what each switch
 * changed is, and is taken back from the manifests of now.
 */
final class PastLinks {
  private final SortedMap<LinkId, List<LinkLife>> lives = new TreeMap<>();

  /**
   * Takes switches back.
   *
   * @param now the manifests
   * @param switches all since the moment, newest first
   * @param whole whether they are all
   */
  PastLinks(
      EventTypeName type,
      Collection<StoredManifest> now,
      List<Switched> switches,
      boolean whole,
      Instant since) {
    Map<RegionName, Map<LinkId, LinkLife.Back>> back = new TreeMap<>();
    for (StoredManifest manifest : now) {
      manifest
          .links()
          .forEach(
              (id, stored) -> {
                if (stored.link().eventType().equals(type)) {
                  of(back, manifest.region()).put(id, new LinkLife.Back(stored.link()));
                }
              });
    }
    for (Switched switched : switches) {
      for (Step.LinkChange change : switched.step().links()) {
        if (isOf(type, change.before()) || isOf(type, change.after())) {
          of(back, switched.step().region())
              .computeIfAbsent(change.id(), _ -> new LinkLife.Back(null))
              .changed(switched.at(), change.before(), change.after());
        }
      }
    }
    back.values()
        .forEach(
            region ->
                region.forEach(
                    (id, life) ->
                        lives
                            .computeIfAbsent(id, _ -> new ArrayList<>())
                            .add(life.since(since, whole))));
  }

  private static Map<LinkId, LinkLife.Back> of(
      Map<RegionName, Map<LinkId, LinkLife.Back>> back, RegionName region) {
    return back.computeIfAbsent(region, _ -> new TreeMap<>());
  }

  private static boolean isOf(EventTypeName type, @Nullable DesiredLink link) {
    return link != null && link.eventType().equals(type);
  }

  /**
   * Each link that there was from a moment on, once: one that moved from region to region is one
   * life after the other.
   */
  List<LinkLife> from(Instant moment) {
    List<LinkLife> found = new ArrayList<>();
    for (List<LinkLife> regions : lives.values()) {
      List<LinkLife> there =
          regions.stream().filter(life -> !life.between(moment, Instant.MAX).isEmpty()).toList();
      if (!there.isEmpty()) {
        found.add(there.size() == 1 ? there.getFirst() : joined(there));
      }
    }
    return found;
  }

  /** Whether it is one of them. */
  boolean knows(LinkId id) {
    return lives.containsKey(id);
  }

  private static LinkLife joined(List<LinkLife> regions) {
    List<Instant> moments =
        regions.stream()
            .flatMap(life -> life.stretches().stream())
            .map(LinkLife.Stretch::from)
            .distinct()
            .sorted()
            .toList();
    List<LinkLife.Stretch> stretches = new ArrayList<>();
    for (Instant moment : moments) {
      DesiredLink link =
          regions.stream()
              .map(life -> Optional.ofNullable(life.at(moment)))
              .flatMap(Optional::stream)
              .findFirst()
              .orElse(null);
      stretches.add(new LinkLife.Stretch(moment, link));
    }
    return new LinkLife(stretches, regions.stream().allMatch(LinkLife::certain));
  }
}
