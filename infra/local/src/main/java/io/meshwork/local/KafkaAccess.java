package io.meshwork.local;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** How clients reach a Kafka cluster of tests and trials as its super user. */
public interface KafkaAccess {
  /** Where clients connect first: host and port, several separated by commas. */
  String bootstrap();

  /** The password of {@link KafkaSettings#SUPER_USER}. */
  String superPassword();

  /** Client settings of the super user. */
  default Map<String, Object> superSettings() {
    return KafkaCluster.clientSettings(bootstrap(), KafkaSettings.SUPER_USER, superPassword());
  }

  /** A client as super user; the caller closes it. */
  default Admin admin() {
    return Admin.create(superSettings());
  }
}
