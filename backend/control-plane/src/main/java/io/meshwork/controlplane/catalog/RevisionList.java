package io.meshwork.controlplane.catalog;

import io.meshwork.api.Page;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.Revision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;

/** Revisions as lists of them show them: who sees nothing of one is told only that it was. */
@Component
class RevisionList {
  private final LiveCatalog live;
  private final RevisionRows revisions;
  private final ResourceRows resources;
  private final Permissions permissions;

  RevisionList(
      LiveCatalog live, RevisionRows revisions, ResourceRows resources, Permissions permissions) {
    this.live = live;
    this.revisions = revisions;
    this.resources = resources;
    this.permissions = permissions;
  }

  Page<RevisionLine> page(Actor actor, @Nullable String words, int limit, @Nullable String cursor) {
    permissions.require(actor, Operation.READ, Guarded.mesh());
    if (limit < 1 || limit > CatalogHistory.MAX_LISTED) {
      throw new MeshException(
          CatalogError.INVALID_QUERY,
          "limit is %d; it must be between 1 and %d.".formatted(limit, CatalogHistory.MAX_LISTED));
    }
    String wanted = words == null ? "" : words.strip();
    boolean all = wanted.isEmpty();
    List<RevisionRow> found =
        revisions.before(before(cursor), all ? "%" : like(wanted), Limit.of(limit + 1));
    boolean more = found.size() > limit;
    List<RevisionRow> rows = more ? found.subList(0, limit) : found;
    Map<Long, Integer> seen = seen(actor, rows);
    List<RevisionLine> lines = new ArrayList<>();
    for (RevisionRow row : rows) {
      int changed = seen.getOrDefault(row.number, 0);
      boolean nothing = changed == 0 && !actor.seesEverything();
      if (all || !nothing) {
        lines.add(
            new RevisionLine(
                new Revision(row.number),
                row.at,
                nothing ? "" : row.actor,
                nothing ? "" : row.cause,
                changed));
      }
    }
    return new Page<>(lines, more ? Long.toString(rows.getLast().number) : null);
  }

  private Map<Long, Integer> seen(Actor actor, List<RevisionRow> rows) {
    live.fresh();
    Map<Long, Integer> seen = new HashMap<>();
    Map<Name, Boolean> known = new HashMap<>();
    for (ResourceRows.Touched touched :
        resources.touchedBy(rows.stream().map(RevisionRow::getId).toList())) {
      Name name = touched.getKind().name(touched.getName());
      if (known.computeIfAbsent(name, any -> isSeen(actor, any))) {
        seen.merge(touched.getRevision(), 1, Integer::sum);
      }
    }
    return seen;
  }

  private boolean isSeen(Actor actor, Name name) {
    return live.find(name)
        .filter(it -> permissions.allows(actor, Operation.READ, Audiences.guard(live, it)))
        .isPresent();
  }

  private static String like(String words) {
    String text = words.toLowerCase(Locale.ROOT);
    return "%" + text.replace("!", "!!").replace("%", "!%").replace("_", "!_") + "%";
  }

  private static long before(@Nullable String cursor) {
    if (cursor == null) {
      return Long.MAX_VALUE;
    }
    if (!cursor.matches("\\d{1,18}")) {
      throw new MeshException(
          CatalogError.INVALID_CURSOR,
          "This cursor was not made here; leave it out to start again.");
    }
    return Long.parseLong(cursor);
  }
}
