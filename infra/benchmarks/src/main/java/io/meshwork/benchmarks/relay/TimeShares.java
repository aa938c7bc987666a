package io.meshwork.benchmarks.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the lanes of a relay spend their processor time: samples of a recording, each counted where
 * its innermost known call belongs.
 */
final class TimeShares {
  /** What the Java process is started with. */
  static final List<String> OPTIONS =
      List.of(
          "-XX:StartFlightRecording:name=bench,jdk.CPUTimeSample#enabled=true", "-Xlog:jfr*=off");

  private static final String KAFKA = "io.meshwork.transport.kafka.";
  private static final String BATCHES = KAFKA + "batches.";

  /** How the names of classes begin that do it. */
  private static final Map<Work, List<String>> BEGINNINGS =
      new EnumMap<>(
          Map.of(
              Work.FETCH,
              List.of(BATCHES + "Fetcher", BATCHES + "BatchWalk", KAFKA + "BatchSource"),
              Work.DECODE,
              List.of(BATCHES + "StoredBatch", KAFKA + "StoredBundle", KAFKA + "BatchTrack"),
              Work.MATCH,
              List.of("io.meshwork.pattern.", "io.meshwork.relay.engine.LinkTable"),
              Work.ENCODE,
              List.of(BATCHES + "Encoding", BATCHES + "Records", BATCHES + "PartitionQueue"),
              Work.WRITE,
              List.of(
                  BATCHES + "Outbox",
                  BATCHES + "BatchWriter",
                  BATCHES + "Coordinator",
                  KAFKA + "BatchSlotSink",
                  KAFKA + "SlotLog"),
              Work.DIGEST,
              List.of("io.meshwork.transport.spi.Digest", "io.meshwork.model.event.EventHash"),
              Work.ENGINE,
              List.of("io.meshwork.relay.")));

  private static final String SAMPLE = "jdk.CPUTimeSample";
  private static final String LANE = "lane ";

  /** What a lane does. */
  enum Work {
    FETCH("fetch"),
    DECODE("decompress, decode"),
    MATCH("parse, match"),
    ENCODE("encode, compress"),
    WRITE("write"),
    DIGEST("digest"),
    ENGINE("lane's own"),
    REST("rest");

    private final String title;

    Work(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    /** Of a class, {@code REST}: not known. */
    static Work of(String type) {
      return BEGINNINGS.entrySet().stream()
          .filter(work -> work.getValue().stream().anyMatch(type::startsWith))
          .map(Map.Entry::getKey)
          .findFirst()
          .orElse(REST);
    }
  }

  private TimeShares() {}

  /** Writes down what has been recorded so far. */
  static void dump(long pid, Path file) {
    Jcmd.run(pid, "JFR.dump", "name=bench", "filename=" + file.toAbsolutePath());
  }

  /** Shares that add up to 1, of the last seconds of a recording. */
  static Map<Work, Double> of(Path file) {
    Map<Work, Integer> counts = new EnumMap<>(Work.class);
    int all = 0;
    try (RecordingFile recording = new RecordingFile(file)) {
      while (recording.hasMoreEvents()) {
        RecordedEvent event = recording.readEvent();
        RecordedStackTrace stack = event.getStackTrace();
        if (event.getEventType().getName().equals(SAMPLE) && stack != null && isLane(event)) {
          counts.merge(work(stack), 1, Integer::sum);
          all++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<Work, Double> shares = new EnumMap<>(Work.class);
    for (Map.Entry<Work, Integer> each : counts.entrySet()) {
      shares.put(each.getKey(), (double) each.getValue() / all);
    }
    return shares;
  }

  private static boolean isLane(RecordedEvent event) {
    var thread = event.getThread("eventThread");
    return thread != null && thread.getJavaName() != null && thread.getJavaName().startsWith(LANE);
  }

  private static Work work(RecordedStackTrace stack) {
    for (RecordedFrame frame : stack.getFrames()) {
      Work work = Work.of(frame.getMethod().getType().getName());
      if (work != Work.REST) {
        return work;
      }
    }
    return Work.REST;
  }
}
