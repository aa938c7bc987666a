package io.meshwork.pattern;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import io.meshwork.model.pattern.EventPattern;
import io.meshwork.model.pattern.PatternObject;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/**
 * Tries one pattern, or a union of them, on any JSON object; nothing is added to it. Thread-safe.
 */
public final class PatternMatcher {
  private final boolean all;
  private final Engine<EventPattern> engine;
  private final EventTree trees;

  private PatternMatcher(FilterUnion union) {
    Map<EventPattern, PatternObject> patterns = new LinkedHashMap<>();
    Set<String> steps = new HashSet<>();
    for (EventPattern pattern : union.patterns()) {
      patterns.put(pattern, pattern.root());
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

  private <S> boolean matches(S event, Function<S, JsonNode> reader) {
    JsonNode root;
    try {
      root = reader.apply(event);
    } catch (JacksonException e) {
      TokenStreamLocation at = e.getLocation();
      throw invalid(
          (at == null ? "" : PatternTokens.place(at) + ": ")
              + PatternTokens.sentence(e.getOriginalMessage()));
    }
    if (!(root instanceof ObjectNode object)) {
      throw invalid("it is not a JSON object, which patterns need");
    }
    return all || !engine.match(object).isEmpty();
  }

  private static MeshException invalid(String what) {
    String message = "The event cannot be tried: %s.".formatted(what);
    return new MeshException(
        PatternError.INVALID_EVENT, message, List.of(new Violation("", message)));
  }
}
