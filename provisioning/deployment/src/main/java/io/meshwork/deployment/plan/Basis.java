package io.meshwork.deployment.plan;

import io.meshwork.api.ResourceSpec;
import io.meshwork.model.Revision;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The catalog that a plan is for. */
public sealed interface Basis {
  /** As it is. */
  record Now() implements Basis {}

  /**
   * With documents laid over it, which are saved when the plan is applied.
   *
   * @param prune the set that ends what it holds and these documents do not, {@code null}: none
   */
  record Documents(List<ResourceSpec> documents, @Nullable String prune) implements Basis {
    /** Copies the list. */
    public Documents {
      documents = List.copyOf(documents);
    }
  }

  /** As it was, as far as the plan's scope goes; applying brings it back first. */
  record Past(Revision revision) implements Basis {}
}
