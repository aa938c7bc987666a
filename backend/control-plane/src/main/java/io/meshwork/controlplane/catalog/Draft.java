package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import io.meshwork.model.Name;
import io.meshwork.model.catalog.Metadata;
import io.meshwork.model.catalog.Spec;

/** A resource as somebody wants it. The name's kind and the spec's agree. */
public record Draft(Name name, Metadata metadata, Spec spec) {
  /** Refuses a name of another kind than the spec's. */
  public Draft {
    if (!Kinds.of(name).spec().isInstance(spec)) {
      throw new IllegalArgumentException(name + " does not name a " + spec.getClass());
    }
  }

  /** Its kind. */
  public Kind kind() {
    return Kinds.of(name);
  }
}
