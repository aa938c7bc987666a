package io.meshwork.api;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A plan as it is shown, and as it is applied.
 *
 * @param id once applied it cannot be applied again
 * @param scope what it is about
 * @param revision of the catalog that it was computed from
 * @param state where it stands
 * @param actions in the order of their execution
 * @param blocked actions that need forcing, and what is refused, each with why
 * @param prices what changes by month
 * @param allowances what was allowed by name
 * @param undoes the deployment that it takes back, {@code null}: none
 * @param restores the revision whose entries applying it brings back, {@code null}: none
 * @param notes what applying it does to the catalog first, and what to know of that
 */
public record PlanDocument(
    UUID id,
    PlanScope scope,
    long revision,
    Instant createdAt,
    String createdBy,
    State state,
    List<ActionDocument> actions,
    List<Blocked> blocked,
    List<Price> prices,
    PlanAllowances allowances,
    @Nullable UUID undoes,
    @Nullable Long restores,
    List<String> notes) {
  /** Copies the notes; what was stored without any has none. */
  public PlanDocument {
    notes = notes == null ? List.of() : List.copyOf(notes);
  }

  /** Where a plan stands. */
  public enum State {
    /** There is nothing to do. */
    EMPTY,
    /** May be applied. */
    READY,
    /** May not be applied. */
    BLOCKED,
    /** Was applied. */
    APPLIED,
    /** A newer state of the mesh made it stale. */
    STALE
  }

  /**
   * One action.
   *
   * @param number from 1
   * @param phase expand, switch or contract, in lower case
   * @param verb create, change, withdraw, delete, adopt, release or switch, in lower case
   * @param region where
   * @param broker on which, {@code null} for a manifest
   * @param resource in the transport's words
   * @param changes attribute by attribute
   * @param safety reversible, compensated or irreversible, in lower case
   * @param precondition what must hold right before it acts
   * @param waitsFor what must have happened before a contract action runs; of others empty
   * @param undo how it is taken back, and what that does not bring back
   * @param consequence what it means, {@code null}: nothing beyond itself
   * @param causes which catalog entries ask for it, such as {@code Subscription pushes-to-us}
   * @param readers who reads what it takes away
   * @param traffic what that holds and what was written lately, {@code null}: not known
   */
  public record ActionDocument(
      int number,
      String phase,
      String verb,
      String region,
      @Nullable String broker,
      String resource,
      List<AttributeChange> changes,
      String safety,
      String precondition,
      @Nullable String consequence,
      List<String> causes,
      List<String> waitsFor,
      String undo,
      List<Reader> readers,
      @Nullable Traffic traffic) {
    /** Copies the lists; what was stored without readers has none. */
    public ActionDocument {
      readers = readers == null ? List.of() : List.copyOf(readers);
      changes = List.copyOf(changes);
      causes = List.copyOf(causes);
      waitsFor = List.copyOf(waitsFor);
    }
  }

  /** One attribute; {@code null} where it is absent before or after. */
  public record AttributeChange(String name, @Nullable String before, @Nullable String after) {}

  /**
   * Why something cannot be done.
   *
   * @param code a stable word
   * @param subject what is blocked
   * @param reason why, with the path or the readers named, and the remedy
   * @param broker on which, {@code null}: of no broker
   * @param resource in the transport's words, as forcing names it; {@code null}: none
   * @param changes attribute by attribute
   * @param readers who would notice, {@code group (members, lag)}
   * @param traffic what it holds and what was written lately, {@code null}: not known
   * @param causes which catalog entries ask for it
   * @param forcible whether it is done when its resource is named with a reason
   */
  public record Blocked(
      String code,
      String subject,
      String reason,
      @Nullable String broker,
      @Nullable String resource,
      List<AttributeChange> changes,
      List<Reader> readers,
      @Nullable Traffic traffic,
      List<String> causes,
      boolean forcible) {
    /** Copies the lists. */
    public Blocked {
      changes = List.copyOf(changes);
      readers = List.copyOf(readers);
      causes = List.copyOf(causes);
    }
  }

  /** A group of consumers of a channel. */
  public record Reader(String group, int members, long lag) {}

  /** Events that a channel holds, and of those the ones written lately. */
  public record Traffic(long retained, long lastHour, long lastDay) {}

  /**
   * What something costs by month.
   *
   * @param quantity how many units more than before, negative for less, {@code null}: not known
   * @param after how many units it is after the plan, {@code null}: not known
   * @param source where the price stands
   * @param asOf when it stood there
   * @param note why a quantity is not known, or what it rests on; {@code null}: it is exact
   */
  public record Price(
      String broker,
      String what,
      String unit,
      @Nullable BigDecimal quantity,
      BigDecimal unitPrice,
      String currency,
      String source,
      String asOf,
      @Nullable BigDecimal after,
      @Nullable String note) {}
}
