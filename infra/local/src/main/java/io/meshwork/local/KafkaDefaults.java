package io.meshwork.local;

import java.util.Map;
import java.util.TreeMap;

/** The settings that are the same in every development cluster: one node, safe defaults, small. */
final class KafkaDefaults {
  private static final Map<String, Object> ALL =
      Map.ofEntries(
          Map.entry("process.roles", "broker,controller"),
          Map.entry("node.id", 1),
          Map.entry(
              "listener.security.protocol.map", "CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT"),
          Map.entry("inter.broker.listener.name", "CLIENT"),
          Map.entry("controller.listener.names", "CONTROLLER"),
          Map.entry("sasl.enabled.mechanisms", "SCRAM-SHA-512"),
          Map.entry("sasl.mechanism.inter.broker.protocol", "SCRAM-SHA-512"),
          Map.entry("listener.name.controller.sasl.enabled.mechanisms", "PLAIN"),
          Map.entry("sasl.mechanism.controller.protocol", "PLAIN"),
          Map.entry(
              "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
          Map.entry("allow.everyone.if.no.acl.found", false),
          Map.entry("auto.create.topics.enable", false),
          Map.entry("unclean.leader.election.enable", false),
          Map.entry("default.replication.factor", 1),
          Map.entry("min.insync.replicas", 1),
          Map.entry("offsets.topic.replication.factor", 1),
          Map.entry("offsets.topic.num.partitions", 4),
          Map.entry("transaction.state.log.replication.factor", 1),
          Map.entry("transaction.state.log.min.isr", 1),
          Map.entry("transaction.state.log.num.partitions", 4),
          Map.entry("share.coordinator.state.topic.replication.factor", 1),
          Map.entry("share.coordinator.state.topic.min.isr", 1),
          Map.entry("share.coordinator.state.topic.num.partitions", 1),
          Map.entry("broker.session.timeout.ms", 9000),
          Map.entry("broker.heartbeat.interval.ms", 1000),
          Map.entry("group.initial.rebalance.delay.ms", 0),
          Map.entry("group.min.session.timeout.ms", 1000),
          Map.entry("controlled.shutdown.max.retries", 1),
          Map.entry("log.cleaner.dedupe.buffer.size", 16_777_216),
          Map.entry("log.index.size.max.bytes", 1_048_576),
          Map.entry("num.network.threads", 2),
          Map.entry("num.io.threads", 4),
          Map.entry("background.threads", 2),
          Map.entry("num.recovery.threads.per.data.dir", 2),
          Map.entry("max.connections.per.ip", 2000));

  private KafkaDefaults() {}

  static Map<String, Object> with(Map<String, Object> own) {
    var all = new TreeMap<>(ALL);
    all.putAll(own);
    return all;
  }
}
