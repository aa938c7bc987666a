package io.meshwork.transport.spi;

/** One change of one resource. */
public sealed interface Operation {
  /** Which resource. */
  ResourceId id();

  /**
   * Makes it. Done already if it is ours and of this shape; refused if it is there and not ours.
   */
  record Create(Resource resource) implements Operation {
    @Override
    public ResourceId id() {
      return resource.id();
    }
  }

  /** Changes what is of this identity, still has the shape {@code from}, and is ours. */
  record Change(Resource from, Resource to, Identity identity) implements Operation {
    @Override
    public ResourceId id() {
      return to.id();
    }
  }

  /** Deletes what is of this identity and ours. Done already if it is gone. */
  record Delete(ResourceId id, Identity identity) implements Operation {}

  /** Marks what is of this identity as ours, as it is. */
  record Adopt(ResourceId id, Identity identity) implements Operation {}

  /**
   * Takes our mark off what is of this identity, and leaves it as it is. Done already if it is gone
   * or not ours any more.
   */
  record Release(ResourceId id, Identity identity) implements Operation {}
}
