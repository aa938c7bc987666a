package io.meshwork.planner;

import io.meshwork.transport.spi.ConsumerGroup;
import java.util.List;
import java.util.stream.Collectors;

/** Says who reads a channel. */
final class Readers {
  private Readers() {}

  static String sentence(List<ConsumerGroup> readers) {
    if (readers.isEmpty()) {
      return "No consumer group reads it.";
    }
    return readers.stream()
        .map(
            group ->
                "group '%s' (%d members, lag %d)"
                    .formatted(group.name(), group.members(), group.lag()))
        .sorted()
        .collect(Collectors.joining(", ", "Read by ", "."));
  }
}
