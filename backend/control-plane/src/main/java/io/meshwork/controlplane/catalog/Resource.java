package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import io.meshwork.model.Name;
import io.meshwork.model.Revision;
import io.meshwork.model.catalog.Metadata;
import io.meshwork.model.catalog.Spec;
import java.time.Instant;
import java.util.UUID;

/**
 * A stored resource in one state.
 *
 * @param kind its kind
 * @param name unique per kind
 * @param uid tells two of one name apart
 * @param metadata owner, set, labels, description
 * @param spec what is declared
 * @param revision that brought this state
 * @param changedAt when
 * @param changedBy by whom: an actor's subject
 * @param retired whether it has ended; its name stays reserved
 */
public record Resource(
    Kind kind,
    Name name,
    UUID uid,
    Metadata metadata,
    Spec spec,
    Revision revision,
    Instant changedAt,
    String changedBy,
    boolean retired) {
  /** The entity tag of this state, quotes included. */
  public String etag() {
    return "\"" + revision.number() + "\"";
  }

  /** The spec as what its kind declares. */
  public <S extends Spec> S spec(Class<S> type) {
    return type.cast(spec);
  }
}
