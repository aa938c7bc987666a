package io.meshwork.model.catalog;

import io.meshwork.model.JsonText;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The owner's word that one subscription may have one event type, for the filter that it was given
 * for.
 *
 * @param key which
 * @param state where it stands
 * @param filter the subscription's filter when the word was given; widening it asks again
 * @param expiresAt its end, {@code null}: none
 */
public record Grant(
    GrantKey key, GrantState state, @Nullable JsonText filter, @Nullable Instant expiresAt) {}
