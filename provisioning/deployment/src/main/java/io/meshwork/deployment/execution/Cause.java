package io.meshwork.deployment.execution;

import io.meshwork.model.Name;
import io.meshwork.model.TeamName;
import org.jspecify.annotations.Nullable;

/**
 * Why a step is taken.
 *
 * @param name the catalog's entry that asks for it
 * @param team its owner, {@code null}: the mesh
 */
public record Cause(Name name, @Nullable TeamName team) {}
