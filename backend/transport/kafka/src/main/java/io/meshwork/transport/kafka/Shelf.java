package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One kind of resource on a cluster: found, made, changed and deleted in batches. */
interface Shelf {
  /** Those that are there. Fails as a whole. */
  Map<ResourceId, Found> find(Set<ResourceId> ids);

  /** Makes resources that were not there a moment ago; one effect each. */
  Map<ResourceId, Effect> create(List<Resource> resources);

  /** Changes resources whose precondition holds; one effect each. */
  Map<ResourceId, Effect> change(List<Operation.Change> changes, Map<ResourceId, Found> found);

  /** Deletes by identity; one effect each, gone already is success. */
  Map<ResourceId, Effect> delete(List<Operation.Delete> deletions);

  /** What became of it: an identity, or a fault, or neither after a deletion. */
  record Effect(@Nullable Identity identity, @Nullable Throwable fault) {
    static Effect of(Identity identity) {
      return new Effect(identity, null);
    }

    static Effect fault(Throwable fault) {
      return new Effect(null, fault);
    }

    static Effect gone() {
      return new Effect(null, null);
    }
  }
}
