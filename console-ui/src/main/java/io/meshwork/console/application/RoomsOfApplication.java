package io.meshwork.console.application;

import io.meshwork.controlplane.access.ApiKeys;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.credential.Credentials;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** The services that an application's page shows. */
@Component
record RoomsOfApplication(
    Catalog catalog, ApiKeys keys, Credentials credentials, Permissions permissions, Clock clock) {}
