package io.meshwork.transport.tck;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * One theme of the contract. A transport proves it with a nested class of its contract test that
 * extends the theme and says which fixture to use.
 */
public abstract class TransportTck {
  private Bench bench = Bench.NONE;

  /** The broker to test against; asked for before every test. */
  protected abstract TransportFixture fixture();

  /** Everything that tests use, fresh for each. */
  final Bench bench() {
    return bench;
  }

  @BeforeEach
  void openBench() {
    bench = new Bench(fixture());
  }

  @AfterEach
  void closeBench() {
    bench.close();
  }
}
