package io.meshwork.deployment.credential;

import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.observation.Brokers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
class CredentialConfiguration {
  @Bean
  BrokerCredentials credentials(
      Catalog catalog,
      Permissions permissions,
      AuditLog audit,
      Brokers brokers,
      PlatformTransactionManager transactions) {
    return new BrokerCredentials(
        catalog, permissions, audit, brokers, new TransactionTemplate(transactions));
  }
}
