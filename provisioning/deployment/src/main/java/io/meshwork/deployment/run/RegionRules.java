package io.meshwork.deployment.run;

import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.deployment.store.StoredPlan;
import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.model.catalog.AutoApply;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.FreezeWindow;
import io.meshwork.model.catalog.RegionSpec;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the regions that a plan changes say about deploying it. */
final class RegionRules {
  private final Catalog catalog;
  private final Permissions permissions;
  private final FourEyes eyes;
  private final Clock clock;

  RegionRules(Catalog catalog, Permissions permissions, FourEyes eyes, Clock clock) {
    this.permissions = permissions;
    this.catalog = catalog;
    this.eyes = eyes;
    this.clock = clock;
  }

  /**
   * Refuses what a freeze window or the four-eyes rule forbids.
   *
   * @param override why the plan goes ahead against a window, for operators; {@code null}: it does
   *     not
   */
  void require(Actor actor, StoredPlan plan, @Nullable String override) {
    boolean ahead = override != null && !override.isBlank();
    if (ahead) {
      permissions.require(actor, Operation.APPLY, Guarded.mesh());
    }
    switch (clearance(actor, plan)) {
      case Clearance.Clear() -> {}
      case Clearance.Frozen(var why, _) -> {
        if (!ahead) {
          throw notAllowed(why);
        }
      }
      case Clearance.AnotherMust(var why) -> throw notAllowed(why);
      case Clearance.NotTheirs() -> throw notAllowed("It is not yours to apply.");
    }
  }

  /** What the regions say to the actor now; the four-eyes rule first, which nothing overrides. */
  Clearance clearance(Actor actor, StoredPlan plan) {
    Map<RegionName, RegionSpec> regions = regions(plan.regions());
    Optional<String> objection = objection(actor, plan, regions);
    if (objection.isPresent()) {
      return new Clearance.AnotherMust(objection.get());
    }
    for (var each : regions.entrySet()) {
      Optional<FreezeWindow> window = frozen(each.getValue());
      if (window.isPresent()) {
        return new Clearance.Frozen(
            "Region '%s' is frozen until %s: %s. An operator may go ahead with a reason."
                .formatted(each.getKey(), window.get().until(), window.get().reason()),
            permissions.allows(actor, Operation.APPLY, Guarded.mesh()));
      }
    }
    return new Clearance.Clear();
  }

  /** Refuses whom the four-eyes rule forbids to decide on what the plan does. */
  void requireSecondPerson(Actor actor, StoredPlan plan) {
    objection(actor, plan, regions(plan.regions()))
        .ifPresent(
            why -> {
              throw notAllowed(why);
            });
  }

  private Optional<String> objection(
      Actor actor, StoredPlan plan, Map<RegionName, RegionSpec> regions) {
    return regions.entrySet().stream()
        .filter(region -> region.getValue().fourEyes())
        .flatMap(region -> eyes.objection(actor, plan, region.getKey()).stream())
        .findFirst();
  }

  /**
   * Whether the strictest of the regions lets a plan that is not blocked deploy without an
   * operator.
   */
  boolean allowsAlone(SortedSet<RegionName> names, boolean safe) {
    List<RegionSpec> regions = List.copyOf(regions(names).values());
    if (regions.stream().anyMatch(region -> region.fourEyes() || frozen(region).isPresent())) {
      return false;
    }
    AutoApply strictest =
        regions.stream()
            .map(RegionSpec::autoApply)
            .max(Comparator.comparingInt(RegionRules::strictness))
            .orElse(AutoApply.NONE);
    return switch (strictest) {
      case NONE -> false;
      case SAFE -> safe;
      case ALL -> true;
    };
  }

  /** The window that keeps a region as it is now. */
  Optional<FreezeWindow> frozen(RegionName name) {
    return Optional.ofNullable(regions(new TreeSet<>(Set.of(name))).get(name))
        .flatMap(this::frozen);
  }

  private static int strictness(AutoApply rule) {
    return switch (rule) {
      case ALL -> 0;
      case SAFE -> 1;
      case NONE -> 2;
    };
  }

  private Map<RegionName, RegionSpec> regions(SortedSet<RegionName> names) {
    CatalogSnapshot now = catalog.snapshot(catalog.currentRevision());
    Map<RegionName, RegionSpec> regions = new TreeMap<>();
    for (RegionName name : names) {
      var entity = now.regions().get(name);
      if (entity != null) {
        regions.put(name, entity.spec());
      }
    }
    return regions;
  }

  private Optional<FreezeWindow> frozen(RegionSpec region) {
    Instant now = clock.instant();
    return region.freezeWindows().stream()
        .filter(window -> !now.isBefore(window.from()) && now.isBefore(window.until()))
        .findFirst();
  }

  private static MeshException notAllowed(String message) {
    return new MeshException(DeploymentError.DEPLOYMENT_NOT_ALLOWED, message);
  }
}
