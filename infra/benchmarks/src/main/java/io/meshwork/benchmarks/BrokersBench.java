package io.meshwork.benchmarks;

import io.meshwork.local.KafkaCluster;
import io.meshwork.local.TestClusters;
import io.meshwork.model.BrokerName;
import io.meshwork.model.InstallationId;
import io.meshwork.transport.kafka.KafkaTransport;
import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Settings;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Deploys 2,000 topics to a real cluster through the deployer, and the same with the bare
 * administration client, one topic a call, and with Jikkou; then observes two clusters on each of
 * which it has 10,000.
 */
final class BrokersBench {
  private static final int DEPLOYED = 2_000;
  private static final int OBSERVED = 10_000;
  private static final int WARMING = 200;
  private static final int ASKS = 5;
  private static final int REPEATS = 5;

  /**
   * Jikkou asks for all topics in one call, and a controller takes 10,000 records of one: 2,000
   * topics with four settings each are 12,000.
   */
  private static final int RECONCILED = 1_000;

  private static final int HEAP_MEGABYTES = 1024;
  private static final InstallationId US = new InstallationId(new UUID(0, 1));
  private static final KafkaTransport TRANSPORT = new KafkaTransport();

  private BrokersBench() {}

  static void run(Figures figures) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    figures.add("processors", system.getAvailableProcessors(), "");
    figures.add("load when it began, times 100", 100 * system.getSystemLoadAverage(), "");
    try (KafkaCluster one = TestClusters.own("one", HEAP_MEGABYTES);
        KafkaCluster other = TestClusters.own("other", HEAP_MEGABYTES);
        Deployer here = TRANSPORT.deployer(access(one));
        Deployer there = TRANSPORT.deployer(access(other))) {
      deploy(figures, one, there);
      fill(here, 0, OBSERVED);
      fill(there, DEPLOYED + WARMING, OBSERVED);
      observe(figures, here, there);
    }
    figures.add("load when it ended, times 100", 100 * system.getSystemLoadAverage(), "");
  }

  /** Three fresh clusters take turns, so that none is fuller, nor the machine busier. */
  private static void deploy(Figures figures, KafkaCluster one, Deployer deployer) {
    double bare = 0;
    double ours = 0;
    double looked = 0;
    double jikkous = 0;
    try (Admin admin = one.admin();
        KafkaCluster third = TestClusters.own("third", HEAP_MEGABYTES);
        JikkouTopics jikkou = new JikkouTopics(third)) {
      bare(admin, "warming", 0, WARMING);
      observed(deployer, ids(0, WARMING), 0);
      fill(deployer, 0, WARMING);
      reconcile(jikkou, 0, WARMING, WARMING);
      for (int from = 0; from < DEPLOYED; from += Deployer.MAX_BATCH) {
        int begin = from;
        int ourBegin = WARMING + from;
        if (from % RECONCILED == 0) {
          jikkous += millis(() -> reconcile(jikkou, ourBegin, ourBegin + RECONCILED, RECONCILED));
          looked += millis(() -> observed(deployer, ids(ourBegin, ourBegin + RECONCILED), 0));
        }
        bare += millis(() -> bare(admin, "bare", begin, begin + Deployer.MAX_BATCH));
        ours += millis(() -> fill(deployer, ourBegin, ourBegin + Deployer.MAX_BATCH));
      }
      figures.add(DEPLOYED + " topics, bare client, one a call", bare, "ms");
      figures.add(DEPLOYED + " topics, deployer, 100 a call", ours, "ms");
      figures.add("deployer against bare client", 100 * ours / bare, "%");
      figures.add(DEPLOYED + " topics, observed and deployed", looked + ours, "ms");
      figures.add(DEPLOYED + " topics, Jikkou, 1,000 a reconciliation", jikkous, "ms");
      figures.add("Jikkou against bare client", 100 * jikkous / bare, "%");
      figures.add("Jikkou against observed and deployed", 100 * jikkous / (looked + ours), "%");
      again(figures, deployer, jikkou);
    }
  }

  /** Nothing is left to do, which each has to find out, in turns; the median of each counts. */
  private static void again(Figures figures, Deployer deployer, JikkouTopics jikkou) {
    int until = WARMING + DEPLOYED;
    double[] jikkous = new double[REPEATS];
    double[] ours = new double[REPEATS];
    for (int turn = 0; turn < REPEATS; turn++) {
      jikkous[turn] = millis(() -> reconcile(jikkou, WARMING, until, 0));
      ours[turn] = millis(() -> observed(deployer, ids(WARMING, until), DEPLOYED));
    }
    Arrays.sort(jikkous);
    Arrays.sort(ours);
    double theirs = jikkous[REPEATS / 2];
    double our = ours[REPEATS / 2];
    figures.add("nothing to do, observed", our, "ms");
    figures.add("nothing to do, Jikkou", theirs, "ms");
    figures.add("nothing to do, Jikkou, slowest", jikkous[REPEATS - 1], "ms");
    figures.add("nothing to do, Jikkou against observed", 100 * theirs / our, "%");
  }

  private static void reconcile(JikkouTopics jikkou, int from, int until, int expected) {
    int changed =
        jikkou.reconcile(IntStream.range(from, until).mapToObj(BrokersBench::topic).toList());
    if (changed != expected) {
      throw new IllegalStateException("Jikkou made " + changed + " topics, not " + expected + ".");
    }
  }

  private static void bare(Admin admin, String prefix, int from, int until) {
    try {
      for (int number = from; number < until; number++) {
        Resource topic = topic(number);
        Map<String, String> configs = new TreeMap<>(topic.attributes());
        configs.remove("partitions");
        var wanted = new NewTopic(prefix + "." + topic.id().name(), 1, (short) 1).configs(configs);
        admin.createTopics(List.of(wanted)).all().get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void fill(Deployer deployer, int from, int until) {
    for (int begin = from; begin < until; begin += Deployer.MAX_BATCH) {
      List<Operation> batch = new ArrayList<>();
      for (int number = begin; number < Math.min(until, begin + Deployer.MAX_BATCH); number++) {
        batch.add(new Operation.Create(topic(number)));
      }
      finish(deployer, batch);
    }
  }

  /** Asks again about what a busy broker does not show in time, as whoever deploys does. */
  private static void finish(Deployer deployer, List<Operation> batch) {
    List<Operation> open = batch;
    for (int ask = 0; ask < ASKS && !open.isEmpty(); ask++) {
      List<Outcome> outcomes = deployer.execute(open);
      List<Operation> unknown = new ArrayList<>();
      for (int index = 0; index < open.size(); index++) {
        switch (outcomes.get(index)) {
          case Outcome.Done _ -> {}
          case Outcome.Unknown _ -> unknown.add(open.get(index));
          case Outcome.Conflict _, Outcome.Refused _ ->
              throw new IllegalStateException("Not deployed: " + outcomes.get(index));
        }
      }
      open = unknown;
    }
    if (!open.isEmpty()) {
      throw new IllegalStateException("Not deployed after " + ASKS + " attempts: " + open);
    }
  }

  private static void observe(Figures figures, Deployer here, Deployer there) {
    Set<ResourceId> asked = ids(0, OBSERVED);
    figures.add("observe one broker", millis(() -> observed(here, asked, OBSERVED)), "ms");
    figures.add("observe another broker", millis(() -> observed(there, asked, OBSERVED)), "ms");
    figures.add(
        "observe both at once",
        millis(
            () ->
                both(
                    () -> observed(here, asked, OBSERVED), () -> observed(there, asked, OBSERVED))),
        "ms");
    figures.add(
        "discover both at once", millis(() -> both(() -> found(here), () -> found(there))), "ms");
    figures.add(
        "traffic of both at once",
        millis(() -> both(() -> here.traffic(asked), () -> there.traffic(asked))),
        "ms");
  }

  private static Set<ResourceId> ids(int from, int until) {
    return IntStream.range(from, until)
        .mapToObj(number -> topic(number).id())
        .collect(Collectors.toSet());
  }

  private static void observed(Deployer deployer, Set<ResourceId> asked, int expected) {
    long found =
        deployer.observe(asked).resources().keySet().stream().filter(asked::contains).count();
    if (found != expected) {
      throw new IllegalStateException(found + " topics observed, not " + expected + ".");
    }
  }

  private static void found(Deployer deployer) {
    int found = deployer.discover().size();
    if (found < OBSERVED) {
      throw new IllegalStateException("Only " + found + " topics discovered.");
    }
  }

  private static void both(Runnable one, Runnable other) {
    CompletableFuture<Void> first = CompletableFuture.runAsync(one);
    CompletableFuture<Void> second = CompletableFuture.runAsync(other);
    first.join();
    second.join();
  }

  private static double millis(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return (System.nanoTime() - begin) / 1e6;
  }

  /** As an entry channel is rendered. */
  private static Resource topic(int number) {
    return Resource.of(
        "topic",
        "orders.order-%05d.placed".formatted(number),
        Map.of(
            "partitions", "1",
            "cleanup.policy", "delete",
            "retention.ms", "86400000",
            "max.message.bytes", "1114112",
            "message.timestamp.type", "CreateTime"));
  }

  private static BrokerAccess access(KafkaCluster cluster) {
    Settings settings =
        Settings.check(
            TRANSPORT.settings(),
            Map.of(
                "bootstrap", cluster.bootstrap(),
                "protocol", "SASL_PLAINTEXT",
                "username", "mesh",
                "password", "env:BENCH_PASSWORD"));
    return new BrokerAccess(
        new BrokerName(cluster.settings().name()),
        settings,
        US,
        _ -> cluster.settings().superPassword());
  }
}
