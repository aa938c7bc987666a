package io.meshwork.planner;

import io.meshwork.model.BrokerName;
import io.meshwork.model.LinkId;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.transport.spi.ConsumerGroup;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Traffic;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** One step of a plan. */
public sealed interface Action {
  /** The region that it concerns. */
  RegionName region();

  /** When, how safely, why, and after which others. */
  Terms terms();

  /**
   * What all actions have.
   *
   * @param phase when it runs
   * @param reversibility what undoing it gives
   * @param precondition what must hold right before it acts, for people
   * @param causes the catalog's entries that ask for it; of a thing that nobody asks for any more,
   *     those that did; empty where that is not known
   * @param consequence what it means beyond itself, {@code null}: nothing
   * @param dependsOn the indices in the plan of the actions that must have succeeded before; always
   *     smaller than its own
   */
  record Terms(
      Phase phase,
      Reversibility reversibility,
      String precondition,
      SortedSet<Name> causes,
      @Nullable String consequence,
      SortedSet<Integer> dependsOn) {
    /** Copies. */
    public Terms {
      causes = Causes.of(causes);
      dependsOn = Sorted.copy(dependsOn);
    }
  }

  /** Makes a resource that is not there. */
  record CreateResource(RegionName region, BrokerName broker, Resource resource, Terms terms)
      implements Action {}

  /** Changes a resource of ours without interruption. */
  record ChangeResource(
      RegionName region,
      BrokerName broker,
      Resource from,
      Resource to,
      Identity identity,
      List<AttributeChange> changes,
      Terms terms)
      implements Action {
    /** Copies. */
    public ChangeResource {
      changes = List.copyOf(changes);
    }
  }

  /**
   * Deletes a resource of ours that nobody asks for any more, or that is made anew.
   *
   * @param readers who consumes it now
   * @param traffic what it holds, {@code null}: it holds no events, or nobody knows
   */
  record DeleteResource(
      RegionName region,
      BrokerName broker,
      Resource resource,
      Identity identity,
      List<ConsumerGroup> readers,
      @Nullable Traffic traffic,
      Terms terms)
      implements Action {
    /** Copies. */
    public DeleteResource {
      readers = List.copyOf(readers);
    }
  }

  /** Takes our mark off a resource that others made, and leaves it as it is. */
  record ReleaseResource(
      RegionName region, BrokerName broker, Resource resource, Identity identity, Terms terms)
      implements Action {}

  /** Marks what is there as ours, as it is. */
  record AdoptResource(
      RegionName region, BrokerName broker, Resource resource, Identity identity, Terms terms)
      implements Action {}

  /**
   * Deletes an access rule of ours that nobody is entitled to any more. Runs right after switch.
   */
  record WithdrawAccess(
      RegionName region, BrokerName broker, Resource resource, Identity identity, Terms terms)
      implements Action {
    /** Which rule. */
    public ResourceId id() {
      return resource.id();
    }
  }

  /**
   * Gives a region's relays a new manifest.
   *
   * @param added links that were not there
   * @param changed links that stay and differ
   * @param removed links that go
   * @param resulting all links of the region afterwards, as the next {@link AppliedManifest}
   */
  record SwitchManifest(
      RegionName region,
      List<DesiredLink> added,
      List<LinkChange> changed,
      List<DesiredLink> removed,
      SortedMap<LinkId, DesiredLink> resulting,
      Terms terms)
      implements Action {
    /** Copies. */
    public SwitchManifest {
      added = List.copyOf(added);
      changed = List.copyOf(changed);
      removed = List.copyOf(removed);
      resulting = Sorted.copy(resulting);
    }
  }

  /** A link before and after. */
  record LinkChange(DesiredLink before, DesiredLink after) {}
}
