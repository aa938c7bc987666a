package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One kind of resource on a cluster: found, made, changed and deleted in batches. */
interface Shelf {
  /** Those that are there. Fails as a whole. */
  Map<ResourceId, Found> find(Set<ResourceId> ids);

  /** Makes resources that were not there a moment ago; one effect each. */
  Map<ResourceId, Effect> create(List<Creation> creations);

  /** Changes resources whose precondition holds; one effect each. */
  Map<ResourceId, Effect> change(List<Operation.Change> changes, Map<ResourceId, Found> found);

  /** Deletes by identity; one effect each, gone already is success. */
  Map<ResourceId, Effect> delete(List<Operation.Delete> deletions);

  /** What to make, and under which claim: the resource carries it where its kind can. */
  record Creation(Resource resource, Claim claim) {
    ResourceId id() {
      return resource.id();
    }
  }

  /** What became of it. */
  sealed interface Effect {
    /** It is there. */
    record Made(Identity identity) implements Effect {}

    /** It is not there. */
    record Gone() implements Effect {}

    /** Somebody else was faster. */
    record Taken(String why) implements Effect {}

    /** The cluster refused, or did not answer. */
    record Failed(Throwable fault) implements Effect {}
  }
}
