package io.meshwork.deployment.plan;

import io.meshwork.api.Page;
import io.meshwork.controlplane.catalog.CatalogError;
import io.meshwork.model.MeshException;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Pages of lists whose newest comes first, cut by a rising number: stable under inserts. */
public final class Cursors {
  private Cursors() {}

  /** The number that a page starts before. */
  public static long read(@Nullable String cursor) {
    if (cursor == null) {
      return Long.MAX_VALUE;
    }
    if (!cursor.matches("\\d{1,18}")) {
      throw new MeshException(
          CatalogError.INVALID_CURSOR,
          "Cursor '%.40s' is none of ours; leave it out to start anew.".formatted(cursor));
    }
    return Long.parseLong(cursor);
  }

  /** A page of one more than it may hold. */
  public static <T, D> Page<D> page(
      List<T> found, int limit, ToLongFunction<T> number, Function<T, D> document) {
    boolean more = found.size() > limit;
    List<T> shown = more ? found.subList(0, limit) : found;
    return new Page<>(
        shown.stream().map(document).toList(),
        more ? Long.toString(number.applyAsLong(shown.getLast())) : null);
  }
}
