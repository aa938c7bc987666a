package io.meshwork.relay;

import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Transports;
import java.util.Map;

/** Starts a relay from its environment; see the README for the variables. */
public final class RelayProgram {
  private RelayProgram() {}

  /** Runs until told to stop: exit code 0 after that, 1 when it cannot start. */
  public static void main(String[] arguments) {
    try {
      run(System.getenv());
    } catch (MeshException e) {
      System.err.println("relay: " + e.text());
      System.exit(1);
    }
  }

  private static void run(Map<String, String> environment) {
    Relay relay = new Relay(RelaySettings.from(environment), Transports.installed());
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(relay), "stop"));
    relay.start();
  }

  /** A stop that was asked for is no failure: without the halt, the code would be the signal's. */
  private static void stop(Relay relay) {
    int code = 0;
    try {
      relay.close();
    } catch (RuntimeException e) {
      System.err.println("relay: did not stop cleanly: " + e.getMessage());
      code = 1;
    }
    System.err.flush();
    System.out.flush();
    Runtime.getRuntime().halt(code);
  }
}
