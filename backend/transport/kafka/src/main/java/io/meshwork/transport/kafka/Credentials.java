package io.meshwork.transport.kafka;

import io.meshwork.model.InstallationId;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Credential;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.TransportError;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.ResourceNotFoundException;

/**
 * SCRAM users for applications. A user that is there without our mark is somebody's: its password
 * is never changed.
 */
record Credentials(Connection connection, Admin admin, MarkLog log, Clock clock) {
  private static final String KIND = "principal";
  private static final int SECRET_BYTES = 32;
  private static final int ITERATIONS = 8192;
  private static final SecureRandom RANDOM = new SecureRandom();

  Credential make(String user) {
    if (!connection.settings().sasl() || connection.settings().mechanism().equals("PLAIN")) {
      throw new MeshException(
          TransportError.NOT_SUPPORTED,
          "Broker '%s' does not log in by SCRAM, so Meshwork cannot make a credential for '%s'; its owner does."
              .formatted(connection.access().broker(), user));
    }
    ResourceId id = new ResourceId(KIND, user);
    Mark mark = log.read().get(id);
    InstallationId ours = connection.access().installation();
    if (exists(user) && (mark == null || !mark.standsFor(ours))) {
      throw new MeshException(
          TransportError.BROKER_REFUSED,
          "Broker '%s' has a user '%s' that Meshwork did not make; give the application another principal, or delete that user first."
              .formatted(connection.access().broker(), user));
    }
    write(id, Mark.State.INTENT);
    byte[] random = new byte[SECRET_BYTES];
    RANDOM.nextBytes(random);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    var upsertion =
        new UserScramCredentialUpsertion(
            user, new ScramCredentialInfo(mechanism(), ITERATIONS), secret);
    connection.await(
        "making user '" + user + "'", admin.alterUserScramCredentials(List.of(upsertion)).all());
    write(id, Mark.State.OWNED);
    return new Credential(user, secret);
  }

  private boolean exists(String user) {
    var future = admin.describeUserScramCredentials(List.of(user)).description(user);
    Throwable fault = connection.fault(future);
    if (fault instanceof ResourceNotFoundException) {
      return false;
    }
    connection.await("looking for user '" + user + "'", future);
    return true;
  }

  private void write(ResourceId id, Mark.State state) {
    InstallationId ours = connection.access().installation();
    Mark mark = new Mark(ours, state, new Identity(id.name()), new TreeMap<>(), clock.instant());
    if (!log.write(Map.of(id, mark)).isEmpty()) {
      throw new MeshException(
          TransportError.BROKER_REFUSED,
          "Another deployer is making user '%s' at this moment; try again.".formatted(id.name()));
    }
  }

  private ScramMechanism mechanism() {
    return connection.settings().mechanism().equals("SCRAM-SHA-256")
        ? ScramMechanism.SCRAM_SHA_256
        : ScramMechanism.SCRAM_SHA_512;
  }
}
