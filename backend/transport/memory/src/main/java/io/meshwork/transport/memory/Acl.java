package io.meshwork.transport.memory;

import io.meshwork.transport.spi.ResourceId;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One grant of the broker. All of it is in its name, so a grant never changes. */
record Acl(Operation operation, Target target, String name, String principal) {
  static final String KIND = "acl";

  enum Operation {
    READ,
    WRITE;

    private final String word = name().toLowerCase(Locale.ROOT);

    @Override
    public String toString() {
      return word;
    }
  }

  enum Target {
    TOPIC,
    GROUP,
    GROUP_PREFIX;

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    @Override
    public String toString() {
      return word;
    }
  }

  /** Unique: a topic's or group's name holds no colon, and the principal comes last. */
  ResourceId id() {
    return new ResourceId(KIND, operation + ":" + target + ":" + name + ":" + principal);
  }

  Map<String, String> attributes() {
    return Map.of(
        "operation", operation.toString(), target.toString(), name, "principal", principal);
  }

  static boolean allows(Set<ResourceId> there, Acl wanted) {
    if (there.contains(wanted.id())) {
      return true;
    }
    return wanted.target() == Target.GROUP
        && wanted
            .prefixes()
            .map(
                prefix ->
                    new Acl(wanted.operation(), Target.GROUP_PREFIX, prefix, wanted.principal()))
            .anyMatch(prefixed -> there.contains(prefixed.id()));
  }

  private Stream<String> prefixes() {
    return IntStream.rangeClosed(1, name.length()).mapToObj(length -> name.substring(0, length));
  }
}
