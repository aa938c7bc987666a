package io.meshwork.benchmarks;

import io.meshwork.local.KafkaCluster;
import io.meshwork.transport.spi.Resource;
import io.streamthoughts.jikkou.core.DefaultApi;
import io.streamthoughts.jikkou.core.ReconciliationContext;
import io.streamthoughts.jikkou.core.ReconciliationMode;
import io.streamthoughts.jikkou.core.config.Configuration;
import io.streamthoughts.jikkou.core.extension.ClassExtensionAliasesGenerator;
import io.streamthoughts.jikkou.core.extension.DefaultExtensionDescriptorFactory;
import io.streamthoughts.jikkou.core.extension.DefaultExtensionFactory;
import io.streamthoughts.jikkou.core.extension.DefaultExtensionRegistry;
import io.streamthoughts.jikkou.core.models.Configs;
import io.streamthoughts.jikkou.core.models.ObjectMeta;
import io.streamthoughts.jikkou.core.reconciler.ChangeResult;
import io.streamthoughts.jikkou.core.resource.DefaultResourceRegistry;
import io.streamthoughts.jikkou.core.selector.Selectors;
import io.streamthoughts.jikkou.kafka.collections.V1KafkaTopicList;
import io.streamthoughts.jikkou.kafka.internals.admin.AdminClientContextFactory;
import io.streamthoughts.jikkou.kafka.models.V1KafkaTopic;
import io.streamthoughts.jikkou.kafka.models.V1KafkaTopicSpec;
import io.streamthoughts.jikkou.kafka.reconciler.AdminClientKafkaTopicCollector;
import io.streamthoughts.jikkou.kafka.reconciler.AdminClientKafkaTopicController;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClient;

/** Jikkou, as a library, with its own controller and collector of topics and our Kafka client. */
final class JikkouTopics implements AutoCloseable {
  private final DefaultApi api;

  JikkouTopics(KafkaCluster cluster) {
    var clients =
        new AdminClientContextFactory(
            Configuration.empty(), () -> AdminClient.create(cluster.superSettings()));
    var extensions =
        new DefaultExtensionFactory(
            new DefaultExtensionRegistry(
                new DefaultExtensionDescriptorFactory(), new ClassExtensionAliasesGenerator()));
    api =
        DefaultApi.builder(extensions, new DefaultResourceRegistry())
            .register(
                AdminClientKafkaTopicController.class,
                () -> new AdminClientKafkaTopicController(clients))
            .register(
                AdminClientKafkaTopicCollector.class,
                () -> new AdminClientKafkaTopicCollector(clients))
            .build();
  }

  /** Looks at what the broker has and makes what is missing; how many topics that were. */
  int reconcile(List<Resource> topics) {
    var wanted = new V1KafkaTopicList(topics.stream().map(JikkouTopics::topic).toList());
    var context =
        ReconciliationContext.builder().dryRun(false).selector(Selectors.NO_SELECTOR).build();
    List<ChangeResult> results =
        api.reconcile(wanted, ReconciliationMode.CREATE, context).results();
    for (ChangeResult result : results) {
      if (result.isFailed()) {
        throw new IllegalStateException("Jikkou failed: " + result.errors());
      }
    }
    return Math.toIntExact(results.stream().filter(ChangeResult::isChanged).count());
  }

  private static V1KafkaTopic topic(Resource topic) {
    Map<String, String> configs = new TreeMap<>(topic.attributes());
    String partitions = configs.remove("partitions");
    var spec =
        V1KafkaTopicSpec.builder()
            .withPartitions(Integer.valueOf(partitions))
            .withReplicas((short) 1)
            .withConfigs(Configs.of(configs))
            .build();
    return V1KafkaTopic.builder()
        .withMetadata(new ObjectMeta(topic.id().name()))
        .withSpec(spec)
        .build();
  }

  @Override
  public void close() {
    api.close();
  }
}
