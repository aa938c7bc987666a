package io.meshwork.planner;

import io.meshwork.model.Name;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * Something that the catalog asks for and that must not or cannot be. Nothing of it is in the
 * desired state.
 *
 * @param code a stable word
 * @param subjects the catalog's entries that ask for it
 * @param path the brokers and regions on the way, from the publisher's end; empty where there is no
 *     way to speak of
 * @param message what is wrong, and the remedy
 * @param repair the shortest change that is known to take it away, {@code null}: none is known; the
 *     message names it too
 */
public record Refusal(
    Code code, SortedSet<Name> subjects, List<Name> path, String message, @Nullable Repair repair) {
  /** Why something is refused. */
  public enum Code {
    /** No region on the way can dial the next. */
    UNREACHABLE,
    /** The way, or an end of it, leaves the event type's allowed jurisdictions. */
    RESIDENCY_BREACH,
    /** The only publishers are in another environment. */
    ENVIRONMENT_CROSSED,
    /** Events would go where nobody takes them. */
    BLACK_HOLE,
    /** A link would lead back to where the events come from. */
    LOOP,
    /** A subscriber would get an event twice. */
    REACHED_TWICE,
    /** A granted subscriber would get nothing. */
    NEVER_REACHED,
    /** A subscriber would get what nobody granted. */
    UNGRANTED,
    /** The broker is for other teams. */
    NOT_ADMITTED,
    /** The application has no name on the broker. */
    PRINCIPAL_MISSING,
    /** The transport cannot do what is asked. */
    CAPABILITY_MISSING,
    /** The subscription asks for a stronger class than the event type offers. */
    CLASS_NOT_OFFERED,
    /** Events of one key could overtake each other. */
    ORDER_BROKEN,
    /** A limit of the broker is broken. */
    LIMIT_BROKEN,
    /** Two channels would get one address. */
    ADDRESS_COLLISION,
    /** The broker's settings or its transport are not valid. */
    INVALID_BROKER,
    /** The subscription's transform cannot be read. */
    INVALID_SUBSCRIPTION,
    /** An entry names another that is not there. */
    UNKNOWN_REFERENCE
  }

  /** Copies. */
  public Refusal {
    subjects = Causes.of(subjects);
    path = List.copyOf(path);
  }

  /** Without a repair. */
  public Refusal(Code code, SortedSet<Name> subjects, List<Name> path, String message) {
    this(code, subjects, path, message, null);
  }

  /** The same with a way out; without one, itself. */
  Refusal with(@Nullable Repair way) {
    return way == null
        ? this
        : new Refusal(
            code,
            subjects,
            path,
            "%s Shortest repair: %s.".formatted(message, way.sentence()),
            way);
  }
}
