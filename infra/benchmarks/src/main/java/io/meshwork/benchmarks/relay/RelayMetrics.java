package io.meshwork.benchmarks.relay;

import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a relay said of itself at one moment. */
final class RelayMetrics {
  static final String EVENTS = "meshwork_link_events_total";
  static final String FILTERED = "meshwork_link_filtered_total";
  static final String REFUSED = "meshwork_link_refused_total";
  static final String PARTITIONS = "meshwork_link_partitions";

  private static final Pattern LINE =
      Pattern.compile("^([a-z_]+)(?:\\{([^}]*)})? (\\S+)$", Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("link=\"([^\"]*)\"");

  private final String text;

  /** As Prometheus reads it. */
  RelayMetrics(String text) {
    this.text = text;
  }

  /** Over all links. */
  double of(String name) {
    return of(name, _ -> true);
  }

  /** Over some links. */
  double of(String name, Predicate<String> links) {
    return sum(
        name,
        labels -> {
          Matcher link = LINK.matcher(labels);
          return link.find() && links.test(link.group(1));
        });
  }

  /** Bytes of objects, garbage among them. */
  double heapBytes() {
    return sum("jvm_memory_used_bytes", labels -> labels.contains("area=\"heap\""));
  }

  /** Seconds that the collector held everything up so far. */
  double collectorSeconds() {
    return sum("jvm_gc_pause_seconds_sum", _ -> true);
  }

  private double sum(String name, Predicate<String> labels) {
    double sum = 0;
    Matcher line = LINE.matcher(text);
    while (line.find()) {
      if (line.group(1).equals(name)
          && labels.test(Objects.requireNonNullElse(line.group(2), ""))) {
        sum += Double.parseDouble(line.group(3));
      }
    }
    return sum;
  }
}
