package io.meshwork.transport.spi;

import java.util.List;

/**
 * A resource as it is.
 *
 * @param resource with the attributes that its kind has, canonical
 * @param identity the broker's own
 * @param ownership whose it is
 * @param readers who consumes it
 */
public record ObservedResource(
    Resource resource, Identity identity, Ownership ownership, List<ConsumerGroup> readers) {
  /** Copies the readers. */
  public ObservedResource {
    readers = List.copyOf(readers);
  }
}
