package io.meshwork.transport.tck;

import io.meshwork.transport.spi.BrokerAccess;
import io.meshwork.transport.spi.Credential;
import io.meshwork.transport.spi.Transport;
import java.time.Duration;

/**
 * A running broker and ways to reach it. The contract makes a name of its own for everything that
 * it touches, so one broker may serve all tests.
 */
public interface TransportFixture {
  /** What is tested. */
  Transport transport();

  /** As the mesh itself, of one installation; equal at every call. */
  BrokerAccess access();

  /** An address where nobody answers. */
  BrokerAccess unreachable();

  /** A principal that the broker knows from now on and that has no grants. */
  Credential principal(String name);

  /** Somebody else with all rights, who uses the broker's own client. */
  ForeignClient foreigner();

  /** How long what must happen may take at most. */
  default Duration patience() {
    return Duration.ofSeconds(30);
  }
}
