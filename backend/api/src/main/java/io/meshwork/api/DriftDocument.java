package io.meshwork.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What differs from what was last applied.
 *
 * @param checkedAt when it was looked for, {@code null}: not yet
 * @param resources those that differ, by broker, kind and name
 * @param away brokers of which nothing is known now
 */
public record DriftDocument(
    @Nullable Instant checkedAt, List<DriftedResource> resources, List<AwayBroker> away) {
  /** Copies the lists. */
  public DriftDocument {
    resources = List.copyOf(resources);
    away = List.copyOf(away);
  }

  /**
   * One resource.
   *
   * @param resource its kind and name in the transport's words
   * @param finding what happened to it
   * @param since when a look first found it to differ
   * @param changes attribute by attribute, before: as applied, after: as it is
   * @param causes the catalog's entries that asked for it
   * @param ignored who lives with it until when, {@code null}: nobody
   */
  public record DriftedResource(
      String broker,
      String resource,
      Finding finding,
      Instant since,
      List<PlanDocument.AttributeChange> changes,
      List<String> causes,
      @Nullable Ignored ignored) {
    /** Copies the lists. */
    public DriftedResource {
      changes = List.copyOf(changes);
      causes = List.copyOf(causes);
    }
  }

  /** Somebody's word that a finding is as it should be for a while. */
  public record Ignored(String by, String reason, Instant at, Instant until) {}

  /** What happened to a resource behind the mesh's back. Written in lower case. */
  public enum Finding {
    /** It is gone. */
    DELETED,
    /** Somebody else made another one of its name. */
    REPLACED,
    /** Settings differ. */
    CHANGED
  }

  /** A broker that does not answer. */
  public record AwayBroker(String broker, Instant since, String reason) {}
}
