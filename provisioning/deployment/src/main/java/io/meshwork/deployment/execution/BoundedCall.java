package io.meshwork.deployment.execution;

import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.TransportError;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Bounds calls to brokers in time, whatever their transport promises. */
public final class BoundedCall {
  private BoundedCall() {}

  /**
   * The call's answer, or {@link TransportError#BROKER_UNREACHABLE} when there is none in time; the
   * call is then interrupted and left behind.
   *
   * @param whom named in the message
   */
  public static <T> T within(Duration limit, String whom, Callable<T> call)
      throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(call);
    Thread.ofVirtual().name("call-" + whom).start(task);
    try {
      return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      task.cancel(true);
      throw new MeshException(
          TransportError.BROKER_UNREACHABLE,
          "%s did not answer within %d seconds; it is asked again."
              .formatted(whom, Math.max(1, limit.toSeconds())),
          e);
    } catch (InterruptedException e) {
      task.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
  }

  private static RuntimeException rethrown(ExecutionException e) {
    return switch (e.getCause()) {
      case MeshException expected -> expected;
      case RuntimeException unexpected -> unexpected;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(e);
    };
  }
}
