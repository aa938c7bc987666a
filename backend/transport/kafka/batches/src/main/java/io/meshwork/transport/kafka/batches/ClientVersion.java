package io.meshwork.transport.kafka.batches;

import org.apache.kafka.common.utils.AppInfoParser;

/**
 * The release of Kafka's client whose internals this module was tried with. Its internals may
 * change with every release; with any other, whole batches are not moved, and the public clients do
 * the work.
 */
public final class ClientVersion {
  /** Raised by whoever has run this module's tests with the release, and with it the parent pom. */
  public static final String TRIED = "4.2.1";

  private ClientVersion() {}

  /** The release on the class path, as its jar says. */
  public static String present() {
    return AppInfoParser.getVersion();
  }

  /** Whether whole batches may be moved with the client on the class path. */
  public static boolean isTried() {
    return isTried(present());
  }

  static boolean isTried(String version) {
    return version.equals(TRIED);
  }
}
