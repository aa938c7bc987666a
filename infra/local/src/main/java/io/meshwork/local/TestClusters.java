package io.meshwork.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * Kafka clusters that all tests of one process share, one a name, started when first asked for and
 * gone with the process. Tests keep apart by unique topic, group and user names; a test that stops
 * or kills a cluster takes {@link #own} instead.
 */
public final class TestClusters {
  private static final Map<String, KafkaCluster> SHARED = new ConcurrentHashMap<>();
  private static final Map<String, KafkaBrokers> THREES = new ConcurrentHashMap<>();

  private TestClusters() {}

  /** The cluster of that name, the same one at every call. */
  public static KafkaCluster shared(String name) {
    return SHARED.computeIfAbsent(name, TestClusters::own);
  }

  /** A new cluster for one test, which may treat it as badly as it likes. */
  public static KafkaCluster own(String name) {
    return own(name, KafkaSettings.HEAP_MEGABYTES);
  }

  /** One with more memory than usual, for very many topics. */
  public static KafkaCluster own(String name, int heapMegabytes) {
    try {
      Path directory = Files.createTempDirectory("meshwork-kafka-" + name + "-");
      var settings =
          new KafkaSettings(
              name, Loopback.freePort(), directory, Secrets.random(), Map.of(), heapMegabytes);
      return removedInTheEnd(KafkaCluster.start(settings));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * One whose clients connect to another port than the broker listens on: the caller stands
   * between, from before this call on.
   */
  public static KafkaCluster behind(String name, int port, int boundPort) {
    try {
      Path directory = Files.createTempDirectory("meshwork-kafka-" + name + "-");
      return removedInTheEnd(
          KafkaCluster.start(
              new KafkaSettings(
                  name,
                  port,
                  directory,
                  Secrets.random(),
                  Map.of(),
                  KafkaSettings.HEAP_MEGABYTES,
                  boundPort,
                  Map.of())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One with these broker properties instead of the usual ones; listeners are told its port. */
  public static KafkaCluster own(String name, IntFunction<Map<String, String>> more) {
    try {
      Path directory = Files.createTempDirectory("meshwork-kafka-" + name + "-");
      int port = Loopback.freePort();
      return removedInTheEnd(
          KafkaCluster.start(
              new KafkaSettings(
                  name,
                  port,
                  directory,
                  Secrets.random(),
                  Map.of(),
                  KafkaSettings.HEAP_MEGABYTES,
                  port,
                  more.apply(port))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The cluster of three brokers of that name, the same one at every call. */
  public static KafkaBrokers ofThree(String name) {
    return THREES.computeIfAbsent(name, TestClusters::newThree);
  }

  private static KafkaBrokers newThree(String name) {
    try {
      Path directory = Files.createTempDirectory("meshwork-kafka-" + name + "-");
      KafkaBrokers brokers = KafkaBrokers.start(name, directory);
      Runtime.getRuntime()
          .addShutdownHook(
              Thread.ofPlatform()
                  .unstarted(
                      () -> {
                        brokers.close();
                        PrivateFiles.deleteTree(directory);
                      }));
      return brokers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static KafkaCluster removedInTheEnd(KafkaCluster cluster) {
    Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> remove(cluster)));
    return cluster;
  }

  private static void remove(KafkaCluster cluster) {
    if (cluster.isAlive()) {
      cluster.kill();
    }
    PrivateFiles.deleteTree(cluster.settings().directory());
  }
}
