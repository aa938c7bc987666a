package io.meshwork.transport.kafka;

import io.meshwork.model.BrokerName;
import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Outcome;
import io.meshwork.transport.spi.TransportError;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidPidMappingException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.OutOfOrderSequenceException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.ThrottlingQuotaExceededException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.common.errors.UnknownTopicIdException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** Puts Kafka's exceptions into the transport's words: what was done, where, and what to do now. */
record KafkaErrors(BrokerName broker, String bootstrap) {
  /** What a call failed with, as the one exception. */
  MeshException of(String doing, Throwable thrown) {
    Throwable cause = root(thrown);
    if (cause instanceof MeshException already) {
      return already;
    }
    TransportError code = code(cause);
    return new MeshException(
        code,
        "Broker '%s' at %s: %s failed: %s. %s"
            .formatted(broker, bootstrap, doing, words(cause), remedy(code, cause)),
        cause);
  }

  /** What an operation failed with, as its outcome. */
  Outcome outcome(String thing, Throwable thrown) {
    MeshException error = of(thing, thrown);
    return switch ((TransportError) error.code()) {
      case BROKER_UNREACHABLE, THROTTLED -> new Outcome.Unknown(error.text());
      case CHANNEL_NOT_FOUND -> new Outcome.Conflict(error.text());
      case AUTHENTICATION_FAILED,
          NOT_AUTHORIZED,
          BROKER_REFUSED,
          FENCED,
          NOT_SUPPORTED,
          INVALID_SETTING,
          SECRET_NOT_FOUND,
          UNKNOWN_TRANSPORT ->
          new Outcome.Refused(error.text());
    };
  }

  static TransportError code(Throwable cause) {
    return switch (cause) {
      case AuthenticationException _ -> TransportError.AUTHENTICATION_FAILED;
      case AuthorizationException _ -> TransportError.NOT_AUTHORIZED;
      case ProducerFencedException _ -> TransportError.FENCED;
      case InvalidProducerEpochException _ -> TransportError.FENCED;
      case ThrottlingQuotaExceededException _ -> TransportError.THROTTLED;
      case UnknownTopicOrPartitionException _ -> TransportError.CHANNEL_NOT_FOUND;
      case UnknownTopicIdException _ -> TransportError.CHANNEL_NOT_FOUND;
      case UnsupportedVersionException _ -> TransportError.NOT_SUPPORTED;
      case TransactionAbortableException _ -> TransportError.BROKER_UNREACHABLE;
      case InvalidPidMappingException _ -> TransportError.BROKER_UNREACHABLE;
      case OutOfOrderSequenceException _ -> TransportError.BROKER_UNREACHABLE;
      case RetriableException _ -> TransportError.BROKER_UNREACHABLE;
      case TimeoutException _ -> TransportError.BROKER_UNREACHABLE;
      case ConfigException e ->
          words(e).contains("No resolvable bootstrap")
              ? TransportError.BROKER_UNREACHABLE
              : TransportError.INVALID_SETTING;
      default -> TransportError.BROKER_REFUSED;
    };
  }

  /** What lies under wrappers. */
  static Throwable root(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null
        && (cause instanceof ExecutionException
            || cause instanceof CompletionException
            || cause.getClass() == KafkaException.class)) {
      cause = cause.getCause();
    }
    return cause;
  }

  static String words(Throwable cause) {
    String message = cause.getMessage();
    String words =
        message == null || message.isBlank() ? cause.getClass().getSimpleName() : message;
    return words.endsWith(".") ? words.substring(0, words.length() - 1) : words;
  }

  private static String remedy(TransportError code, Throwable cause) {
    return switch (code) {
      case BROKER_UNREACHABLE -> "Check that it runs and can be reached from here; then try again.";
      case AUTHENTICATION_FAILED ->
          "Check protocol, mechanism, user and password in the broker's settings.";
      case NOT_AUTHORIZED -> "Give Meshwork's user that right on the cluster.";
      case THROTTLED -> "Its quota is used up for now; try again later.";
      case FENCED -> "Another owner has taken over.";
      case CHANNEL_NOT_FOUND -> "Deploy it, or look at who deleted it.";
      case NOT_SUPPORTED -> "Use a newer version of the cluster.";
      case INVALID_SETTING -> "Mend the broker's settings.";
      case BROKER_REFUSED, SECRET_NOT_FOUND, UNKNOWN_TRANSPORT ->
          switch (cause) {
            case SecurityDisabledException _ ->
                "Configure an authorizer in the cluster, or set 'acls' to false.";
            case PolicyViolationException _ -> "A policy of the cluster forbids it; ask its owner.";
            default -> "Change what is asked for.";
          };
    };
  }
}
