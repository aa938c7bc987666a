package io.meshwork.planner;

import io.meshwork.model.RegionName;

/**
 * Where a link runs: a link that filters does so on the near side.
 *
 * @param whenFiltering the source's region, if it can dial the target
 * @param otherwise the target's region, if it can dial the source
 */
public record Runners(RegionName whenFiltering, RegionName otherwise) {}
