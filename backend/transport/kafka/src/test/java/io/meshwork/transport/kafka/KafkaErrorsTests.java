package io.meshwork.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.model.BrokerName;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.TransportError;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class KafkaErrorsTests {
  private final KafkaErrors errors = new KafkaErrors(new BrokerName("kafka-eu"), "one:9092");

  @Test
  void putsEachFaultIntoTheTransportsWords() {
    assertCode(new TimeoutException("slow"), TransportError.BROKER_UNREACHABLE);
    assertCode(new java.util.concurrent.TimeoutException(), TransportError.BROKER_UNREACHABLE);
    assertCode(new TransactionAbortableException("abort"), TransportError.BROKER_UNREACHABLE);
    assertCode(new SaslAuthenticationException("who"), TransportError.AUTHENTICATION_FAILED);
    assertCode(new ClusterAuthorizationException("no"), TransportError.NOT_AUTHORIZED);
    assertCode(new ProducerFencedException("late"), TransportError.FENCED);
    assertCode(new InvalidProducerEpochException("late"), TransportError.FENCED);
    assertCode(new ThrottlingQuotaExceededException("slowly"), TransportError.THROTTLED);
    assertCode(new UnknownTopicOrPartitionException("t"), TransportError.CHANNEL_NOT_FOUND);
    assertCode(new UnknownTopicIdException("t"), TransportError.CHANNEL_NOT_FOUND);
    assertCode(new UnsupportedVersionException("old"), TransportError.NOT_SUPPORTED);
    assertCode(new PolicyViolationException("never"), TransportError.BROKER_REFUSED);
    assertCode(new ConfigException("bad"), TransportError.INVALID_SETTING);
    assertCode(
        new ConfigException("No resolvable bootstrap urls"), TransportError.BROKER_UNREACHABLE);
  }

  @Test
  void looksUnderWrappers() {
    var wrapped = new ExecutionException(new KafkaException("oh", new TimeoutException("slow")));

    assertThat(errors.of("reading", wrapped).code()).isEqualTo(TransportError.BROKER_UNREACHABLE);
  }

  @Test
  void namesTheBrokerTheDeedAndTheRemedy() {
    assertThat(
            errors.of("making topic 'a'", new SecurityDisabledException("No Authorizer.")).text())
        .isEqualTo(
            "Broker 'kafka-eu' at one:9092: making topic 'a' failed: No Authorizer."
                + " Configure an authorizer in the cluster, or set 'acls' to false.");
    assertThat(errors.of("x", new PolicyViolationException("too long")).text())
        .contains("A policy of the cluster forbids it");
  }

  @Test
  void keepsWhatIsAMeshExceptionAlready() {
    var already = new MeshException(TransportError.SECRET_NOT_FOUND, "no secret");

    assertThat(errors.of("x", already)).isSameAs(already);
  }

  @Test
  void tellsWhatMayHaveHappenedFromWhatHasNot() {
    assertThat(errors.outcome("x", new TimeoutException("slow")))
        .isInstanceOf(Outcome.Unknown.class);
    assertThat(errors.outcome("x", new ThrottlingQuotaExceededException("slowly")))
        .isInstanceOf(Outcome.Unknown.class);
    assertThat(errors.outcome("x", new UnknownTopicOrPartitionException("gone")))
        .isInstanceOf(Outcome.Conflict.class);
    assertThat(errors.outcome("x", new PolicyViolationException("never")))
        .isInstanceOf(Outcome.Refused.class);
  }

  private static void assertCode(Throwable thrown, TransportError code) {
    assertThat(KafkaErrors.code(thrown)).as("%s", thrown).isEqualTo(code);
  }
}
