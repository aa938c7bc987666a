package io.meshwork.benchmarks.relay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * MirrorMaker 2 on its own, one process, told to move one topic and to leave out what has nothing
 * to do with that: heartbeats, checkpoints, topic settings, access rules.
 */
final class MirrorMaker {
  private static final String MODULE = "infra/mirror-maker";
  private static final String MAIN = "org.apache.kafka.connect.mirror.MirrorMaker";
  private static final int TASKS = 2;

  private MirrorMaker() {}

  static Mover.Working start(Mover.Job job, boolean once) {
    // It names the topics that it writes and all that it keeps after these.
    String from = "mm2." + job.tag();
    String to = "to." + job.tag();
    String target = from + "." + job.source();
    job.clusters().target().create(target);
    ChildJvm.Program program =
        new ChildJvm.Program(
            ClassPaths.of(MODULE),
            MAIN,
            List.of(Tuning.file(job, settings(job, from, to, once)).toString()),
            List.of("-Dorg.slf4j.simpleLogger.defaultLogLevel=info"),
            Map.of(),
            job.heapMegabytes());
    return new Mover.Working(
        new ChildJvm(program, job.folder().resolve(job.tag() + ".log")), target);
  }

  private static Map<String, Object> settings(Mover.Job job, String from, String to, boolean once) {
    Map<String, Object> all = new HashMap<>();
    all.put("clusters", from + ", " + to);
    all.put(to + ".plugin.discovery", "service_load");
    put(all, from, job.clusters().source().cluster().superSettings());
    put(all, to, job.clusters().target().cluster().superSettings());
    put(all, from + ".consumer", Tuning.consumer());
    put(all, to + ".producer", Tuning.producer());
    all.put("tasks.max", TASKS);
    all.put(to + ".exactly.once.source.support", once ? "enabled" : "disabled");
    if (once) {
      put(all, from + ".consumer", Map.of("isolation.level", "read_committed"));
    }
    String flow = from + "->" + to;
    all.put(flow + ".enabled", true);
    all.put(flow + ".topics", job.source());
    for (String factor :
        List.of(
            "replication.factor",
            "checkpoints.topic.replication.factor",
            "heartbeats.topic.replication.factor",
            "offset.storage.replication.factor",
            "status.storage.replication.factor",
            "config.storage.replication.factor")) {
      all.put(factor, 1);
    }
    for (String extra :
        List.of(
            "emit.heartbeats.enabled",
            "emit.checkpoints.enabled",
            "emit.offset-syncs.enabled",
            "sync.topic.acls.enabled",
            "sync.topic.configs.enabled")) {
      all.put(extra, false);
    }
    return all;
  }

  private static void put(Map<String, Object> all, String prefix, Map<String, Object> settings) {
    settings.forEach((name, value) -> all.put(prefix + "." + name, value));
  }
}
