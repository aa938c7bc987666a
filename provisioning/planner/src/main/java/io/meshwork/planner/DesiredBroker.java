package io.meshwork.planner;

import io.meshwork.model.RegionName;
import io.meshwork.model.TransportName;
import io.meshwork.transport.spi.Needs;
import io.meshwork.transport.spi.Rendering;
import io.meshwork.transport.spi.Settings;

/**
 * What one broker should hold.
 *
 * @param region where it stands
 * @param transport what speaks to it
 * @param settings checked, defaults filled in; secrets are references
 * @param readOnly observed, never changed
 * @param needs what the mesh needs of it
 * @param rendering the resources that fulfil the needs
 */
public record DesiredBroker(
    RegionName region,
    TransportName transport,
    Settings settings,
    boolean readOnly,
    Needs needs,
    Rendering rendering) {}
