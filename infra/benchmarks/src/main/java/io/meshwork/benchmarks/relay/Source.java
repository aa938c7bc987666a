package io.meshwork.benchmarks.relay;

import io.meshwork.benchmarks.Options;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A topic to be moved: records of one size in batches of one size, and how long each mover moves
 * it.
 *
 * @param word how options and figures name it
 * @param movers who moves it
 * @param usual how long a mover moves it
 * @param usualRounds how often
 */
record Source(
    String word,
    String title,
    Shape shape,
    Set<Mover> movers,
    MarkRule.Bounds usual,
    int usualRounds) {
  /** Those that move whole batches, and all that they are compared with. */
  private static final Set<Mover> COMPARED =
      Set.of(
          Mover.RAW,
          Mover.RAW_TX,
          Mover.MIRROR,
          Mover.MIRROR_ONCE,
          Mover.OURS_MOST,
          Mover.OURS_LEAST,
          Mover.OURS_ONCE);

  /** Those asked what small batches cost. */
  private static final Set<Mover> SMALL =
      Set.of(Mover.RAW, Mover.RAW_TX, Mover.OURS_LEAST, Mover.OURS_ONCE);

  /** Those asked what decoding costs, and whom they are compared with. */
  private static final Set<Mover> DECODING =
      Set.of(Mover.RAW, Mover.MIRROR, Mover.OURS_FILTERED, Mover.OURS_SPREAD);

  /** The headline. */
  static final Source SMALL_BATCHES =
      new Source(
          "16k",
          "500-byte records in 16 kB batches",
          new Shape(500, 16 * 1024),
          COMPARED,
          bounds(12_000_000, 20, 12_000_000, 60),
          2);

  private static final Source LARGE_BATCHES =
      new Source(
          "128k",
          "500-byte records in 128 kB batches",
          new Shape(500, 128 * 1024),
          COMPARED,
          bounds(1_500_000, 4, 4_000_000, 10),
          2);

  private static final Source LARGE_RECORDS =
      new Source(
          "8kB",
          "8 kB records in 128 kB batches",
          new Shape(8_000, 128 * 1024),
          COMPARED,
          bounds(100_000, 4, 600_000, 12),
          1);

  private static final Source ONE_A_BATCH =
      new Source(
          "one",
          "500-byte records, 1 a batch",
          new Shape(500, 0),
          SMALL,
          bounds(400_000, 4, 1_500_000, 10),
          1);

  private static final Source NINE_A_BATCH =
      new Source(
          "nine",
          "500-byte records, about 9 a batch",
          new Shape(500, 3_100),
          SMALL,
          bounds(600_000, 4, 3_000_000, 10),
          1);

  private static final Source DECODED =
      new Source(
          "decoded",
          "500-byte records in 16 kB batches, which the relay has to decode",
          new Shape(500, 16 * 1024),
          DECODING,
          bounds(3_000_000, 6, 5_000_000, 12),
          2);

  private static final List<Source> ALL =
      List.of(SMALL_BATCHES, LARGE_BATCHES, LARGE_RECORDS, ONE_A_BATCH, NINE_A_BATCH, DECODED);

  /** The most that a quick run gives a mover. */
  private static final MarkRule.Bounds QUICK = bounds(1_000_000, 4, 3_000_000, 6);

  /** At the source beyond what is counted, so that no mover runs dry: a quarter. */
  private static final double SPARE = 1.25;

  /**
   * How a topic is written.
   *
   * @param recordBytes of one record: key, headers and value
   * @param batchBytes the producer's {@code batch.size}; 0: every record is a batch
   */
  record Shape(int recordBytes, int batchBytes) {}

  private static MarkRule.Bounds bounds(long warm, int warmSeconds, long events, int seconds) {
    return new MarkRule.Bounds(
        warm, Duration.ofSeconds(warmSeconds), events, Duration.ofSeconds(seconds));
  }

  /** Those asked for: all, in a quick run the headline. */
  static List<Source> chosen(Options options) {
    List<Source> usual = options.has("quick") ? List.of(SMALL_BATCHES) : ALL;
    List<String> words = options.list("sources", List.of());
    return words.isEmpty() ? usual : words.stream().map(Source::named).toList();
  }

  private static Source named(String word) {
    return ALL.stream()
        .filter(source -> source.word.equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new Options.Wrong(
                    "there is no source '%s'; there are %s"
                        .formatted(word, ALL.stream().map(Source::word).toList())));
  }

  /** How long each mover moves it this time. */
  MarkRule.Bounds bounds(Options options) {
    MarkRule.Bounds asked = options.has("quick") ? usual.atMost(QUICK) : usual;
    return new MarkRule.Bounds(
        asked.warmEvents(),
        asked.warmTime(),
        options.number("events", (int) asked.events()),
        Duration.ofSeconds(options.number("seconds", (int) asked.time().toSeconds())));
  }

  /** How often each mover moves it; every other time in the other order. */
  int rounds(Options options) {
    return options.number("rounds", options.has("quick") ? 1 : usualRounds);
  }

  /** How many records it is filled with. */
  static long size(MarkRule.Bounds bounds) {
    return Math.round((bounds.warmEvents() + bounds.events()) * SPARE);
  }
}
