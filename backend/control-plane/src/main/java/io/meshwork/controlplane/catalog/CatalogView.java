package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.Name;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.GrantKey;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One state of the whole catalog as checks see it: stored, or about to be. */
interface CatalogView {
  /** The resource of this name, retired or not. */
  Optional<Resource> find(Name name);

  /** The resource of this name unless it is retired. */
  default Optional<Resource> active(Name name) {
    return find(name).filter(resource -> !resource.retired());
  }

  /** All of a kind that are not retired. */
  Stream<Resource> all(Kind kind);

  /** The subscriptions that ask by pattern and are not retired. */
  Stream<Resource> patterned();

  /** All grants. */
  Stream<GrantStory> grants();

  Optional<GrantStory> grant(GrantKey key);

  List<GrantStory> grantsOf(SubscriptionName subscription);

  List<GrantStory> grantsOn(EventTypeName eventType);
}
