package io.meshwork.transport.spi;

import io.meshwork.model.BrokerName;
import io.meshwork.model.InstallationId;

/**
 * How to reach one broker.
 *
 * @param broker its name in the catalog, for messages and marks
 * @param settings checked
 * @param installation whose marks are ours
 * @param secrets resolves what the settings refer to
 */
public record BrokerAccess(
    BrokerName broker, Settings settings, InstallationId installation, Secrets secrets) {
  /** The secret that a setting refers to. */
  public String secret(String setting) {
    return secrets.resolve(SecretReference.parse(settings.get(setting)));
  }

  @Override
  public String toString() {
    return "BrokerAccess[" + broker + "]";
  }
}
