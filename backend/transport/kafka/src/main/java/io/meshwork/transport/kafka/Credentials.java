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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    Marks marks = log.read();
    InstallationId ours = connection.access().installation();
    List<Marks.Entry> own =
        marks.entries(id).stream()
            .filter(entry -> entry.mark().installation().equals(ours))
            .toList();
    if (exists(user) && own.isEmpty()) {
      throw new MeshException(
          TransportError.BROKER_REFUSED,
          "Broker '%s' has a user '%s' that Meshwork did not make; give the application another principal, or delete that user first."
              .formatted(connection.access().broker(), user));
    }
    Claim claim = own.isEmpty() ? Claim.fresh(id, RANDOM) : own.getFirst().claim();
    write(claim, Mark.State.INTENT);
    byte[] random = new byte[SECRET_BYTES];
    RANDOM.nextBytes(random);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    var upsertion =
        new UserScramCredentialUpsertion(
            user, new ScramCredentialInfo(mechanism(), ITERATIONS), secret);
    connection.await(
        "making user '" + user + "'", admin.alterUserScramCredentials(List.of(upsertion)).all());
    write(claim, Mark.State.OWNED);
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

  /** Users have no identity of their own: whose claim lies first in the log has the name. */
  private void write(Claim claim, Mark.State state) {
    InstallationId ours = connection.access().installation();
    ResourceId id = claim.id();
    Marks before = log.read();
    Long since =
        before.entries(id).stream()
            .filter(entry -> entry.claim().equals(claim))
            .map(Marks.Entry::since)
            .findFirst()
            .orElse(null);
    Mark mark =
        new Mark(ours, state, new Identity(id.name()), new TreeMap<>(), since, clock.instant());
    InstallationId first =
        log.write(Map.of(claim, mark), Set.of()).entries(id).stream()
            .min(Comparator.comparingLong(Marks.Entry::since))
            .map(entry -> entry.mark().installation())
            .orElse(ours);
    if (!first.equals(ours)) {
      log.write(Map.of(), Set.of(claim));
      throw new MeshException(
          TransportError.BROKER_REFUSED,
          "Broker '%s': user '%s' belongs to Meshwork installation %s; give the application another principal."
              .formatted(connection.access().broker(), id.name(), first));
    }
  }

  private ScramMechanism mechanism() {
    return connection.settings().mechanism().equals("SCRAM-SHA-256")
        ? ScramMechanism.SCRAM_SHA_256
        : ScramMechanism.SCRAM_SHA_512;
  }
}
