package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Access rules as resources: one binding each, its canonical text its name, {@code READ TOPIC
 * LITERAL orders.order.placed User:billing}. READ and WRITE imply DESCRIBE, and WRITE on a topic
 * implies writing idempotently, so neither has a binding of its own.
 */
final class Acls {
  static final String KIND = "acl";
  static final String ANY_HOST = "*";

  private static final int PARTS = 5;
  private static final String USER = "User:";

  private Acls() {}

  /** The rule that lets a principal do one thing. */
  static Resource rule(
      String principal,
      AclOperation operation,
      ResourceType type,
      PatternType pattern,
      String name,
      ResourceId... dependsOn) {
    return Resource.of(
        KIND,
        String.join(" ", operation.name(), type.name(), pattern.name(), name, principal(principal)),
        Map.of(
            "principal", principal(principal),
            "operation", operation.name(),
            "resourceType", type.name(),
            "patternType", pattern.name(),
            "resourceName", name,
            "permission", "ALLOW",
            "host", ANY_HOST),
        dependsOn);
  }

  /** Kafka's form of a principal; a bare name is a user. */
  static String principal(String given) {
    return given.startsWith(USER) ? given : USER + given;
  }

  /** A user's name, of either form. */
  static String user(String principal) {
    return principal.startsWith(USER) ? principal.substring(USER.length()) : principal;
  }

  /** The binding that a rule's name tells; empty when it is not such a name. */
  static Optional<AclBinding> binding(ResourceId id) {
    String[] parts = id.name().split(" ", PARTS);
    if (parts.length < PARTS) {
      return Optional.empty();
    }
    AclOperation operation = AclOperation.fromString(parts[0]);
    ResourceType type = ResourceType.fromString(parts[1]);
    PatternType pattern = PatternType.fromString(parts[2]);
    if (operation.isUnknown() || type.isUnknown() || pattern.isUnknown()) {
      return Optional.empty();
    }
    return Optional.of(
        new AclBinding(
            new ResourcePattern(type, parts[3], pattern),
            new AccessControlEntry(parts[4], ANY_HOST, operation, AclPermissionType.ALLOW)));
  }

  /** The rule that a binding is; empty for denials and hosts, which Meshwork never makes. */
  static Optional<Resource> resource(AclBinding binding) {
    AccessControlEntry entry = binding.entry();
    if (entry.permissionType() != AclPermissionType.ALLOW
        || !entry.host().equals(ANY_HOST)
        || !entry.principal().startsWith(USER)) {
      return Optional.empty();
    }
    ResourcePattern pattern = binding.pattern();
    return Optional.of(
        rule(
            entry.principal(),
            entry.operation(),
            pattern.resourceType(),
            pattern.patternType(),
            pattern.name()));
  }
}
