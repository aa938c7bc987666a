package io.meshwork.pattern;

import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import io.meshwork.model.pattern.Condition;
import io.meshwork.model.pattern.PatternNode;
import io.meshwork.model.pattern.PatternObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** One reading of one pattern's text: recursive descent over its tokens. */
final class PatternReader {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** Operators, which the engine does not take for fields inside {@code $or}. */
  private static final Set<String> RESERVED =
      Set.of(
          "exactly",
          "equals-ignore-case",
          "prefix",
          "suffix",
          "anything-but",
          "exists",
          "wildcard",
          "numeric",
          "cidr",
          "=",
          "<",
          "<=",
          ">",
          ">=",
          "regex",
          "not-wildcard",
          "not-equals-ignore-case",
          "date-after",
          "date-on-or-after",
          "date-before",
          "date-on-or-before",
          "in-date-range",
          "ip-address-in-range",
          "ip-address-not-in-range");

  private static final String OR = "$or";

  private final String json;
  private final PatternLimits limits;

  PatternReader(String json, PatternLimits limits) {
    this.json = json;
    this.limits = limits;
  }

  PatternObject read() {
    if (json.length() > limits.characters()) {
      throw new MeshException(
          PatternError.PATTERN_LIMIT_EXCEEDED,
          "The pattern has %d characters; at most %d are allowed. Shorten its lists, or use prefix or wildcard instead of many values."
              .formatted(json.length(), limits.characters()));
    }
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      PatternTokens tokens = new PatternTokens(parser);
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw tokens.fault(
            "a pattern is a JSON object, such as {\"type\": [\"orders.order.placed\"]}");
      }
      PatternObject root = object(tokens, false, 1);
      if (parser.nextToken() != null) {
        throw tokens.fault("there is more text after the pattern's end; remove it");
      }
      return root;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  private PatternObject object(PatternTokens tokens, boolean insideOr, int depth) {
    if (depth > limits.depth()) {
      throw new MeshException(
          PatternError.PATTERN_LIMIT_EXCEEDED,
          "Pattern, %s: objects lie more than %d deep inside each other. Match a flatter field."
              .formatted(tokens.place(), limits.depth()),
          List.of(new Violation(tokens.pointer(), "more than " + limits.depth() + " levels")));
    }
    Map<String, PatternNode> fields = new LinkedHashMap<>();
    List<List<PatternObject>> alternatives = new ArrayList<>();
    while (tokens.next() != JsonToken.END_OBJECT) {
      String name = tokens.name();
      if (name.equals(OR)) {
        alternatives.add(alternatives(tokens, depth + 1));
      } else {
        if (insideOr && RESERVED.contains(name)) {
          throw tokens.fault(
              "'%s' is an operator and cannot name a field inside %s".formatted(name, OR));
        }
        fields.put(name, node(tokens, name, insideOr, depth));
      }
    }
    if (fields.isEmpty() && alternatives.isEmpty()) {
      throw tokens.fault("an empty object matches nothing; name a field or leave it out");
    }
    return new PatternObject(fields, alternatives);
  }

  private PatternNode node(PatternTokens tokens, String name, boolean insideOr, int depth) {
    JsonToken token = tokens.next();
    if (token == JsonToken.START_OBJECT) {
      return object(tokens, insideOr, depth + 1);
    }
    if (token != JsonToken.START_ARRAY) {
      throw tokens.fault(
          "'%s' must be a list of values, such as [\"paid\"], or an object of further fields"
              .formatted(name));
    }
    List<Condition> conditions = new ArrayList<>();
    while (tokens.next() != JsonToken.END_ARRAY) {
      conditions.add(ConditionReader.read(tokens));
    }
    if (conditions.isEmpty()) {
      throw tokens.fault("'%s' has an empty list, which matches nothing".formatted(name));
    }
    return new PatternNode.Conditions(conditions);
  }

  private List<PatternObject> alternatives(PatternTokens tokens, int depth) {
    if (tokens.next() != JsonToken.START_ARRAY) {
      throw tokens.fault(OR + " must be a list of at least 2 objects");
    }
    List<PatternObject> branches = new ArrayList<>();
    while (tokens.next() != JsonToken.END_ARRAY) {
      if (tokens.current() != JsonToken.START_OBJECT) {
        throw tokens.fault(OR + " holds objects only");
      }
      branches.add(object(tokens, true, depth + 1));
    }
    if (branches.size() < 2) {
      throw tokens.fault(
          "%s has %d alternatives; it needs at least 2".formatted(OR, branches.size()));
    }
    return branches;
  }

  private static MeshException malformed(JacksonException fault) {
    @Nullable TokenStreamLocation at = fault.getLocation();
    String place = at == null ? "" : PatternTokens.place(at);
    String message =
        "Pattern, %s: %s.".formatted(place, PatternTokens.sentence(fault.getOriginalMessage()));
    return new MeshException(
        PatternError.INVALID_PATTERN, message, List.of(new Violation("", message)));
  }
}
