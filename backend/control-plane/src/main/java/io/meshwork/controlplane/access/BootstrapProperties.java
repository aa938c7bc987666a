package io.meshwork.controlplane.access;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Keys that exist before anybody can make one.
 *
 * @param adminKeyFile holds one key, an administrator's
 * @param relayKeysFile lines {@code region=key}, one relay identity a region
 */
@ConfigurationProperties("meshwork.bootstrap")
record BootstrapProperties(@Nullable Path adminKeyFile, @Nullable Path relayKeysFile) {}
