package io.meshwork.deployment.succession;

import io.meshwork.deployment.execution.Cause;
import io.meshwork.deployment.execution.Step;
import io.meshwork.deployment.store.StoredLink;
import io.meshwork.deployment.store.StoredManifest;
import io.meshwork.model.RegionName;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.LinkKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A link that ends and the one that goes on for it: both write the same stream, the former from
 * another broker, to another broker, or run by another region. Of two links between brokers that is
 * one arrival channel, of two deliveries one subscription's events of one origin.
 *
 * @param former as it stands
 * @param formerRegion whose relays run the former
 * @param heir as it shall be
 * @param region whose relays shall run the heir
 * @param causes why the heir shall be so
 */
public record Succession(
    StoredLink former,
    RegionName formerRegion,
    DesiredLink heir,
    RegionName region,
    List<Cause> causes) {
  /** Copies the causes. */
  public Succession {
    causes = List.copyOf(causes);
  }

  /** Those of a plan's switches that have not come about yet. */
  static List<Succession> of(Map<RegionName, StoredManifest> now, List<Step.Switch> switches) {
    Map<Object, List<Leaving>> leaving = leaving(now, switches);
    List<Succession> open = new ArrayList<>();
    if (leaving.isEmpty()) {
      return open;
    }
    for (Step.Switch step : switches) {
      StoredManifest there = now.getOrDefault(step.region(), StoredManifest.none(step.region()));
      for (Step.LinkChange change : step.links()) {
        DesiredLink heir = change.after();
        StoredLink found = there.links().get(change.id());
        if (heir != null && (found == null || !found.link().equals(heir))) {
          leaving.getOrDefault(stream(heir), List.of()).stream()
              .filter(from -> !from.stays(heir, step.region()))
              .findFirst()
              .map(
                  from ->
                      new Succession(
                          from.link(), from.region(), heir, step.region(), change.causes()))
              .ifPresent(open::add);
        }
      }
    }
    return open;
  }

  /** A link that a plan takes away, or changes where it is. */
  private record Leaving(StoredLink link, RegionName region, boolean goes) {
    /** Whether it only changes, between the same ends, or is another than the plan takes away. */
    boolean stays(DesiredLink heir, RegionName place) {
      boolean here = region.equals(place);
      return (here && hasSameEnds(link.link(), heir))
          || !(goes || (here && link.link().id().equals(heir.id())));
    }
  }

  private static Map<Object, List<Leaving>> leaving(
      Map<RegionName, StoredManifest> now, List<Step.Switch> switches) {
    Map<Object, List<Leaving>> leaving = new HashMap<>();
    for (Step.Switch step : switches) {
      StoredManifest there = now.getOrDefault(step.region(), StoredManifest.none(step.region()));
      for (Step.LinkChange change : step.links()) {
        StoredLink link = there.links().get(change.id());
        if (link != null && !link.link().equals(change.after())) {
          leaving
              .computeIfAbsent(stream(link.link()), any -> new ArrayList<>())
              .add(new Leaving(link, step.region(), change.after() == null));
        }
      }
    }
    return leaving;
  }

  /** What two links have in common of which one goes on for the other. */
  private static Object stream(DesiredLink link) {
    return switch (link.kind()) {
      case TRANSFER -> link.to().channel();
      case DELIVERY -> link.id();
    };
  }

  private static boolean hasSameEnds(DesiredLink one, DesiredLink other) {
    return one.from().broker().equals(other.from().broker())
        && one.to().broker().equals(other.to().broker());
  }

  /** Whether both read the same channel: a position of the one is one of the other. */
  boolean readsTheSame() {
    return former.link().from().channel().equals(heir.from().channel())
        && former.link().from().address().equals(heir.from().address());
  }

  /** Whether a change of that region is of one of the two. */
  boolean isAbout(RegionName there, Step.LinkChange change) {
    return (there.equals(region) && change.id().equals(heir.id()))
        || (there.equals(formerRegion) && change.id().equals(former.link().id()));
  }

  /** The two for people. */
  String words() {
    DesiredLink from = former.link();
    return from.kind() == LinkKind.DELIVERY || from.id().equals(heir.id())
        ? "link '%s'".formatted(heir.id())
        : "link '%s', which goes on for '%s'".formatted(heir.id(), from.id());
  }
}
