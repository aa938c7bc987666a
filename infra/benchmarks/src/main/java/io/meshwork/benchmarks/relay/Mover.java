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
  OURS_ONCE("ours-effectively-once", "relay, effectively once", true),
  OURS_FILTERED("ours-filtered", "relay, eff. once, filter on attribute", true),
  OURS_SPREAD("ours-spread", "relay, eff. once, to 8 partitions", true);

  private static final int OTHER_PARTITIONS = 8;

  /** An attribute that all events of these benchmarks have: each is looked at, and passes. */
  private static final String ALL_PASS = "{\"source\":[\"/github\",\"/gitlab\"]}";

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

  /**
   * What our relay is asked for.
   *
   * @param partitions of the target
   * @param filters of the link
   */
  record Choice(DeliveryClass delivery, int partitions, List<String> filters) {
    private static Choice plain(DeliveryClass delivery) {
      return new Choice(delivery, Clusters.PARTITIONS, List.of());
    }
  }

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
      case OURS_MOST, OURS_LEAST, OURS_ONCE, OURS_FILTERED, OURS_SPREAD -> true;
      case RAW, RAW_TX, MIRROR, MIRROR_ONCE -> false;
    };
  }

  /** Whether our relay cannot hand batches on as they are. */
  boolean isDecoding() {
    return this == OURS_FILTERED || this == OURS_SPREAD;
  }

  /** Starts it; from then on it moves everything that the source has and gets. */
  Working start(Job job) {
    return switch (this) {
      case RAW -> RawLoop.start(job, false);
      case RAW_TX -> RawLoop.start(job, true);
      case MIRROR -> MirrorMaker.start(job, false);
      case MIRROR_ONCE -> MirrorMaker.start(job, true);
      case OURS_MOST -> RelayProcess.start(job, Choice.plain(DeliveryClass.AT_MOST_ONCE));
      case OURS_LEAST -> RelayProcess.start(job, Choice.plain(DeliveryClass.AT_LEAST_ONCE));
      case OURS_ONCE -> RelayProcess.start(job, Choice.plain(DeliveryClass.EFFECTIVELY_ONCE));
      case OURS_FILTERED ->
          RelayProcess.start(
              job,
              new Choice(DeliveryClass.EFFECTIVELY_ONCE, Clusters.PARTITIONS, List.of(ALL_PASS)));
      case OURS_SPREAD ->
          RelayProcess.start(
              job, new Choice(DeliveryClass.EFFECTIVELY_ONCE, OTHER_PARTITIONS, List.of()));
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
