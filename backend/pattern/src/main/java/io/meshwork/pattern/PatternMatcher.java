package io.meshwork.pattern;

import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import io.meshwork.model.pattern.EventPattern;
import io.meshwork.model.pattern.PatternObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/**
 * Tries one pattern, or a union of them, on any JSON object; nothing is added to it. Thread-safe.
 */
public final class PatternMatcher {
  private final boolean all;
  private final Engine engine;
  private final EventTree trees;

  private PatternMatcher(FilterUnion union) {
    List<PatternObject> patterns = new ArrayList<>();
    Set<String> steps = new HashSet<>();
    for (EventPattern pattern : union.patterns()) {
      patterns.add(pattern.root());
      PatternFields.collectSteps(pattern.root(), steps);
    }
    this.all = union.isAll();
    this.engine = Engine.of(patterns);
    this.trees = new EventTree(steps);
  }

  /** A matcher of one pattern, to be used many times. */
  public static PatternMatcher of(EventPattern pattern) {
    return new PatternMatcher(FilterUnion.none().with(pattern));
  }

  /** A matcher of a union, to be used many times. */
  public static PatternMatcher of(FilterUnion union) {
    return new PatternMatcher(union);
  }

  /** Whether the pattern matches the event. */
  public static boolean matches(EventPattern pattern, JsonText event) {
    return of(pattern).matches(event);
  }

  /**
   * Whether it matches the event.
   *
   * @throws MeshException {@link PatternError#INVALID_EVENT}: not a JSON object
   */
  public boolean matches(JsonText event) {
    return matches(event.value(), trees::read);
  }

  /** The same for an event as UTF-8 bytes. */
  public boolean matches(byte[] event) {
    return matches(event, trees::read);
  }

  private <S> boolean matches(S event, Function<S, EventTree.@Nullable Seen> reader) {
    EventTree.@Nullable Seen seen;
    try {
      seen = reader.apply(event);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw invalid(
          (at == null ? "" : PatternTokens.place(at) + ": ")
              + PatternTokens.sentence(e.getOriginalMessage()));
    }
    if (seen == null) {
      throw invalid("it is not a JSON object, which patterns need");
    }
    return all || !engine.match(seen).isEmpty();
  }

  private static MeshException invalid(String what) {
    String message = "The event cannot be tried: %s.".formatted(what);
    return new MeshException(
        PatternError.INVALID_EVENT, message, List.of(new Violation("", message)));
  }
}
