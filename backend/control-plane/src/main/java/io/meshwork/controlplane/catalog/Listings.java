package io.meshwork.controlplane.catalog;

import io.meshwork.api.Page;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.model.MeshException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Pages of what an actor sees, by name, so that inserts neither repeat nor hide anything. */
@Component
class Listings {
  private static final int CHUNK = 500;
  private static final int MAX_QUERY = 200;

  private final LiveCatalog live;
  private final SearchWords words;
  private final Permissions permissions;

  Listings(LiveCatalog live, SearchWords words, Permissions permissions) {
    this.live = live;
    this.words = words;
    this.permissions = permissions;
  }

  Page<Resource> list(Actor actor, ResourceQuery query) {
    if (query.limit() < 1 || query.limit() > ResourceQuery.MAX_LIMIT) {
      throw new MeshException(
          CatalogError.INVALID_QUERY,
          "limit is %d; it must be between 1 and %d."
              .formatted(query.limit(), ResourceQuery.MAX_LIMIT));
    }
    String after = Cursors.name(query.cursor());
    live.fresh();
    Predicate<Resource> seen =
        resource ->
            (query.team() == null || Objects.equals(query.team(), Owners.of(resource)))
                && permissions.allows(actor, Operation.READ, Audiences.guard(live, resource));
    String q = query.q();
    List<Resource> found =
        q == null || q.isBlank()
            ? live.after(query.kind(), after).filter(seen).limit(query.limit() + 1L).toList()
            : search(query, q, after, seen);
    if (found.size() <= query.limit()) {
      return new Page<>(found, null);
    }
    List<Resource> page = found.subList(0, query.limit());
    return new Page<>(page, Cursors.after(page.getLast().name().value()));
  }

  private List<Resource> search(
      ResourceQuery query, String q, String after, Predicate<Resource> seen) {
    if (q.length() > MAX_QUERY || q.indexOf('\0') >= 0) {
      throw new MeshException(
          CatalogError.INVALID_QUERY,
          "q has %d characters; at most %d are allowed, none U+0000."
              .formatted(q.length(), MAX_QUERY));
    }
    List<Resource> found = new ArrayList<>();
    String from = after;
    while (found.size() <= query.limit()) {
      List<String> names = words.find(query.kind(), q, from, CHUNK);
      Stream<Resource> matching =
          names.stream().flatMap(name -> live.active(query.kind().name(name)).stream());
      matching.filter(seen).limit(query.limit() + 1L - found.size()).forEach(found::add);
      if (names.size() < CHUNK) {
        return found;
      }
      from = names.getLast();
    }
    return found;
  }
}
