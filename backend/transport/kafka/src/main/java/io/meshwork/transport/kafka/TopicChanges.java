package io.meshwork.transport.kafka;

import io.meshwork.transport.spi.Change;
import io.meshwork.transport.spi.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** What it takes to get a topic from one shape to another. The worst difference decides. */
final class TopicChanges {
  private TopicChanges() {}

  static Change between(Resource from, Resource to) {
    if (from.attributes().equals(to.attributes())) {
      return new Change.Nothing();
    }
    if (!to.id().kind().equals(Topics.KIND)) {
      return new Change.Replace(
          "Access rule '%s' is made anew; its principal is refused in between."
              .formatted(to.id().name()));
    }
    List<String> consequences = new ArrayList<>();
    String topic = to.id().name();
    int before = partitions(from);
    int after = partitions(to);
    if (after < before) {
      return new Change.Replace(
          "Topic '%s' has %d partitions and Kafka cannot take any away: with %d it is deleted with its events and made anew."
              .formatted(topic, before, after));
    }
    if (after > before) {
      consequences.add(
          "Topic '%s' gets %d partitions instead of %d, and never fewer again: keys move between partitions, so events of one key are in order only before and after."
              .formatted(topic, after, before));
    }
    boolean narrows =
        consequences.isEmpty() && !differs(from, to, TopicConfig.CLEANUP_POLICY_CONFIG);
    cut(from, to, TopicConfig.RETENTION_MS_CONFIG, "older than %s ms", consequences);
    if (from.attributes().containsKey(TopicConfig.RETENTION_MS_CONFIG)
        && !to.attributes().containsKey(TopicConfig.RETENTION_MS_CONFIG)) {
      consequences.add(
          "Topic '%s' drops its events by the cluster's own retention again, be it shorter."
              .formatted(topic));
    }
    cut(from, to, TopicConfig.RETENTION_BYTES_CONFIG, "beyond %s bytes a partition", consequences);
    if (differs(from, to, TopicConfig.CLEANUP_POLICY_CONFIG)) {
      consequences.add("Topic '%s' loses events by another rule than before.".formatted(topic));
    }
    if (consequences.isEmpty()) {
      return new Change.InPlace();
    }
    String consequence = String.join(" ", consequences);
    return narrows ? new Change.Narrows(consequence) : new Change.Irreversible(consequence);
  }

  /** Without a value, or with -1, a topic keeps all. */
  private static void cut(
      Resource from, Resource to, String key, String which, List<String> consequences) {
    long before = limit(from.attributes().get(key));
    long after = limit(to.attributes().get(key));
    if (after < before) {
      consequences.add(
          "Topic '%s' drops its events %s.".formatted(to.id().name(), which.formatted(after)));
    }
  }

  private static long limit(@Nullable String value) {
    return value == null || value.startsWith("-") ? Long.MAX_VALUE : Long.parseLong(value);
  }

  private static boolean differs(Resource from, Resource to, String key) {
    return !Objects.equals(from.attributes().get(key), to.attributes().get(key));
  }

  static int partitions(Resource topic) {
    return Integer.parseInt(topic.attributes().getOrDefault(Topics.PARTITIONS, "0"));
  }

  /** The names of what differs, for messages. */
  static List<String> differences(
      SortedMap<String, String> expected, SortedMap<String, String> found) {
    var names = new TreeSet<>(expected.keySet());
    names.addAll(found.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(expected.get(name), found.get(name)))
        .map(
            name ->
                "%s is %s, not %s"
                    .formatted(
                        name,
                        found.getOrDefault(name, "not set"),
                        expected.getOrDefault(name, "not set")))
        .toList();
  }
}
