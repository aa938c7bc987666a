package io.meshwork.deployment.execution;

import io.meshwork.transport.spi.Identity;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written down before and after each step. A method that throws ends the execution at once,
 * with the steps as they are: whoever takes over asks the brokers again.
 */
public interface StepJournal {
  /**
   * Before steps are begun; returning means that it is durable and that nobody else may act on what
   * these steps touch.
   */
  void starting(List<? extends Step> steps);

  /**
   * A step is as wanted.
   *
   * @param identity of what was made or changed, {@code null} after a deletion or a switch
   */
  void done(Step step, @Nullable Identity identity);

  /** A step cannot be done, and why. */
  void failed(Step step, String message);
}
