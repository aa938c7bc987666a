package io.meshwork.planner;

import io.meshwork.model.JsonText;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.catalog.StartAt;
import org.jspecify.annotations.Nullable;

/**
 * What one subscription wants of a link.
 *
 * @param filter an event pattern, {@code null}: everything
 * @param delivery the class asked for
 * @param startAt with which events it starts
 * @param transform how payloads are projected, {@code null}: not; of a delivery only, since what a
 *     transfer brings others may want whole
 */
public record Demand(
    @Nullable JsonText filter,
    DeliveryClass delivery,
    StartAt startAt,
    @Nullable JsonText transform) {}
