package io.meshwork.deployment.execution;

import io.meshwork.model.BrokerName;
import io.meshwork.model.ErrorType;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Deployer;
import io.meshwork.transport.spi.Operation;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broker during one execution. A deployer that did not answer is left behind and another one
 * opened, so that a hung connection cannot hold up the next attempt.
 */
final class BrokerSession implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerSession.class);

  private final BrokerName broker;
  private final DeployerSource source;
  private final Duration limit;
  private @Nullable Deployer deployer;

  BrokerSession(BrokerName broker, DeployerSource source, Duration limit) {
    this.broker = broker;
    this.source = source;
    this.limit = limit;
  }

  /** One outcome an operation; what went wrong with the call itself is told of each. */
  List<Outcome> execute(List<Operation> operations) throws InterruptedException {
    try {
      Deployer current = open();
      return BoundedCall.within(
          limit, "Broker '%s'".formatted(broker), () -> current.execute(operations));
    } catch (MeshException e) {
      boolean mayHaveHappened = isWorthAnotherTry(e);
      if (mayHaveHappened) {
        leave();
      }
      Outcome outcome =
          mayHaveHappened ? new Outcome.Unknown(e.text()) : new Outcome.Refused(e.text());
      return Collections.nCopies(operations.size(), outcome);
    } catch (RuntimeException e) {
      LOG.atError().addKeyValue("broker", broker).setCause(e).log("A deployer broke");
      return Collections.nCopies(
          operations.size(),
          new Outcome.Refused(
              "The transport of broker '%s' broke (%s); the log has more."
                  .formatted(broker, e.getClass().getSimpleName())));
    }
  }

  private Deployer open() {
    Deployer current = deployer;
    if (current == null) {
      current = source.open(broker);
      deployer = current;
    }
    return current;
  }

  private static boolean isWorthAnotherTry(MeshException e) {
    return e.code() == TransportError.BROKER_UNREACHABLE || e.code().type() == ErrorType.CAPACITY;
  }

  private void leave() {
    Deployer current = deployer;
    deployer = null;
    if (current != null) {
      Thread.ofVirtual().name("leave-" + broker).start(current::close);
    }
  }

  @Override
  public void close() {
    Deployer current = deployer;
    if (current != null) {
      current.close();
    }
  }
}
