package io.meshwork.benchmarks.relay;

import io.meshwork.benchmarks.Options;
import io.meshwork.model.catalog.DeliveryClass;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Something that moves the records of a topic to another cluster. */
enum Mover {
  RAW("raw", "client loop, at least once", false),
  RAW_TX("raw-tx", "client loop, transactions", true),
  MIRROR("mm2", "MirrorMaker 2, at least once", false),
  MIRROR_ONCE("mm2-eos", "MirrorMaker 2, exactly once", true),
  OURS_MOST("ours-at-most-once", "relay, at most once", false),
  OURS_LEAST("ours-at-least-once", "relay, at least once", false),
  OURS_ONCE("ours-effectively-once", "relay, effectively once", true);

  private final String word;
  private final String title;
  private final boolean once;

  Mover(String word, String title, boolean once) {
    this.word = word;
    this.title = title;
    this.once = once;
  }

  /**
   * One job for a mover.
   *
   * @param source topic
   * @param tag of this job alone, for whatever must not be shared with an earlier one
   * @param folder for its log and files
   */
  record Job(Clusters clusters, String source, String tag, Path folder, int heapMegabytes) {}

  /** A mover at work, and the topic that it writes. */
  record Working(ChildJvm process, String target) implements AutoCloseable {
    @Override
    public void close() {
      process.close();
    }
  }

  /** How options and figures name it. */
  String word() {
    return word;
  }

  String title() {
    return title;
  }

  /** Whether only readers of committed records see each event exactly once. */
  boolean isOnce() {
    return once;
  }

  boolean isOurs() {
    return switch (this) {
      case OURS_MOST, OURS_LEAST, OURS_ONCE -> true;
      case RAW, RAW_TX, MIRROR, MIRROR_ONCE -> false;
    };
  }

  /** Starts it; from then on it moves everything that the source has and gets. */
  Working start(Job job) {
    return switch (this) {
      case RAW -> RawLoop.start(job, false);
      case RAW_TX -> RawLoop.start(job, true);
      case MIRROR -> MirrorMaker.start(job, false);
      case MIRROR_ONCE -> MirrorMaker.start(job, true);
      case OURS_MOST -> RelayProcess.start(job, DeliveryClass.AT_MOST_ONCE);
      case OURS_LEAST -> RelayProcess.start(job, DeliveryClass.AT_LEAST_ONCE);
      case OURS_ONCE -> RelayProcess.start(job, DeliveryClass.EFFECTIVELY_ONCE);
    };
  }

  /** Those asked for of these: each by its name, or several by the first word of their names. */
  static List<Mover> chosen(Options options, List<Mover> all) {
    List<String> words = options.list("movers", List.of());
    return words.isEmpty()
        ? all
        : words.stream().flatMap(Mover::named).filter(all::contains).distinct().toList();
  }

  private static Stream<Mover> named(String word) {
    List<Mover> exactly = Arrays.stream(values()).filter(mover -> mover.word.equals(word)).toList();
    List<Mover> found =
        exactly.isEmpty()
            ? Arrays.stream(values()).filter(mover -> mover.word.startsWith(word + "-")).toList()
            : exactly;
    if (found.isEmpty()) {
      throw new Options.Wrong(
          "there is no mover '%s'; there are %s"
              .formatted(word, Arrays.stream(values()).map(Mover::word).toList()));
    }
    return found.stream();
  }
}
