package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.SecurityDisabledException;

/** Access rules. Kafka gives them no ids: identity is the binding's own text. */
record AclShelf(Connection connection, Admin admin) implements Shelf {
  @Override
  public Map<ResourceId, Found> find(Set<ResourceId> ids) {
    Map<ResourceId, Found> found = new HashMap<>();
    if (ids.isEmpty()) {
      return found;
    }
    var future = admin.describeAcls(AclBindingFilter.ANY).values();
    if (connection.fault(future) instanceof SecurityDisabledException) {
      return found;
    }
    for (AclBinding binding : connection.await("reading access rules", future)) {
      Acls.resource(binding)
          .filter(resource -> ids.contains(resource.id()))
          .ifPresent(resource -> found.put(resource.id(), found(resource)));
    }
    return found;
  }

  @Override
  public Map<ResourceId, Effect> create(List<Creation> creations) {
    Map<ResourceId, Effect> effects = new HashMap<>();
    Map<AclBinding, ResourceId> bindings = new HashMap<>();
    for (Creation creation : creations) {
      Resource resource = creation.resource();
      Acls.binding(resource.id())
          .ifPresentOrElse(
              binding -> bindings.put(binding, resource.id()),
              () -> effects.put(resource.id(), notARule(resource.id())));
    }
    if (!bindings.isEmpty()) {
      admin
          .createAcls(bindings.keySet())
          .values()
          .forEach(
              (binding, future) -> {
                Throwable fault = connection.fault(future);
                ResourceId id = Objects.requireNonNull(bindings.get(binding), "asked for");
                effects.put(
                    id, fault == null ? new Effect.Made(identity(id)) : new Effect.Failed(fault));
              });
    }
    return effects;
  }

  @Override
  public Map<ResourceId, Effect> change(
      List<Operation.Change> changes, Map<ResourceId, Found> found) {
    Map<ResourceId, Effect> effects = new HashMap<>();
    changes.forEach(change -> effects.put(change.id(), notARule(change.id())));
    return effects;
  }

  @Override
  public Map<ResourceId, Effect> delete(List<Operation.Delete> deletions) {
    Map<ResourceId, Effect> effects = new HashMap<>();
    Map<AclBindingFilter, ResourceId> filters = new HashMap<>();
    for (Operation.Delete deletion : deletions) {
      Acls.binding(deletion.id())
          .ifPresentOrElse(
              binding -> filters.put(binding.toFilter(), deletion.id()),
              () -> effects.put(deletion.id(), notARule(deletion.id())));
    }
    if (!filters.isEmpty()) {
      admin
          .deleteAcls(filters.keySet())
          .values()
          .forEach(
              (filter, future) -> {
                Throwable fault = connection.fault(future);
                ResourceId id = Objects.requireNonNull(filters.get(filter), "asked for");
                effects.put(id, fault == null ? new Effect.Gone() : new Effect.Failed(fault));
              });
    }
    return effects;
  }

  static Identity identity(ResourceId id) {
    return new Identity(id.name());
  }

  private static Found found(Resource rule) {
    return new Found(
        identity(rule.id()),
        rule.attributes(),
        rule.attributes().keySet(),
        new Found.Proof.Impossible());
  }

  private static Effect notARule(ResourceId id) {
    return new Effect.Failed(
        new InvalidRequestException(
            "'%s' is no access rule; one is made or deleted whole".formatted(id.name())));
  }
}
