package io.meshwork.deployment.credential;

import io.meshwork.api.MeshJson;
import io.meshwork.controlplane.access.AccessError;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.audit.AuditEntry;
import io.meshwork.controlplane.audit.AuditLog;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.deployment.DeploymentError;
import io.meshwork.deployment.execution.BoundedCall;
import io.meshwork.deployment.observation.Brokers;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.ApplicationSpec;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.transport.spi.Capability;
import io.meshwork.transport.spi.Credential;
import io.meshwork.transport.spi.Deployer;
import java.time.Duration;
import java.util.Set;
import org.springframework.transaction.support.TransactionTemplate;

/** Credentials made by the brokers themselves. Nothing of a secret is kept here. */
public class BrokerCredentials implements Credentials {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Catalog catalog;
  private final Permissions permissions;
  private final AuditLog audit;
  private final Brokers brokers;
  private final TransactionTemplate transaction;

  /** Over these brokers. */
  public BrokerCredentials(
      Catalog catalog,
      Permissions permissions,
      AuditLog audit,
      Brokers brokers,
      TransactionTemplate transaction) {
    this.catalog = catalog;
    this.permissions = permissions;
    this.audit = audit;
    this.brokers = brokers;
    this.transaction = transaction;
  }

  @Override
  public Credential issue(Actor actor, ApplicationName application, BrokerName broker) {
    Resource resource = catalog.get(actor, application);
    TeamName team = resource.metadata().team();
    permissions.require(
        actor, Operation.MANAGE_KEYS, Guarded.open("Application", application.value(), team));
    if (resource.retired()) {
      throw new MeshException(
          AccessError.NOT_FOUND, "Application '%s' is retired.".formatted(application));
    }
    String principal = resource.spec(ApplicationSpec.class).principals().get(broker);
    if (principal == null) {
      throw new MeshException(
          DeploymentError.NO_CREDENTIAL,
          "Application '%s' has no principal on broker '%s'; put one into its document first."
              .formatted(application, broker));
    }
    BrokerSpec spec = catalog.get(actor, broker).spec(BrokerSpec.class);
    refuseUnlessAble(broker, spec);
    Credential credential = make(broker, spec, principal);
    transaction.executeWithoutResult(
        _ ->
            audit.record(
                new AuditEntry(
                    actor,
                    "issue",
                    "Credential",
                    application.value(),
                    team == null ? Set.of() : Set.of(team),
                    null,
                    new JsonText(
                        MeshJson.write(
                            java.util.Map.of("broker", broker.value(), "principal", principal))),
                    null)));
    return credential;
  }

  private void refuseUnlessAble(BrokerName broker, BrokerSpec spec) {
    if (spec.readOnly()) {
      throw new MeshException(
          DeploymentError.NO_CREDENTIAL,
          "Broker '%s' may only be looked at: its credentials are made by who runs it."
              .formatted(broker));
    }
    if (!brokers.transport(spec).capabilities().contains(Capability.CREDENTIALS)) {
      throw new MeshException(
          DeploymentError.NO_CREDENTIAL,
          "Broker '%s' makes no credentials through Meshwork; ask who runs it.".formatted(broker));
    }
  }

  private Credential make(BrokerName broker, BrokerSpec spec, String principal) {
    try {
      return BoundedCall.within(
          LIMIT,
          "Broker '%s'".formatted(broker),
          () -> {
            try (Deployer deployer = brokers.deployer(broker, spec)) {
              return deployer.makeCredential(principal);
            }
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a credential was made", e);
    }
  }
}
