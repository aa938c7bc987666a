package io.meshwork.projection;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Finds the values of many sources in one pass over a payload, which is read to its end all the
 * same, so that half a document is never taken for one. Invariant: the ids of a node and of all
 * below it are a range without holes, so that a member that is written again forgets what lay in
 * the one before. Immutable; any thread.
 */
final class SourceTree {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  private static final int NO_SOURCE = -1;

  private final Node root;
  private final int sources;
  private final Map<Pointer, Integer> ids = new HashMap<>();

  SourceTree(Iterable<Pointer> pointers) {
    Draft draft = new Draft();
    for (Pointer pointer : pointers) {
      Draft at = draft;
      for (String step : pointer.steps()) {
        at = at.inner.computeIfAbsent(step, _ -> new Draft());
      }
      at.wanted = true;
    }
    this.root = number(draft, new ArrayList<>());
    this.sources = ids.size();
  }

  /** The id under which a source's value is found. */
  int id(Pointer source) {
    return ids.getOrDefault(source, NO_SOURCE);
  }

  private static final class Draft {
    private final Map<String, Draft> inner = new TreeMap<>();
    private boolean wanted;
  }

  /**
   * One step of sources.
   *
   * @param source the id of the value here, or {@link #NO_SOURCE}
   * @param first id of this node and those below
   * @param after the last of them
   * @param members below, by name
   * @param elements below that are elements of an array, in their order
   */
  private record Node(
      int source, int first, int after, Map<String, Node> members, List<Element> elements) {}

  private record Element(int index, Node node) {}

  private Node number(Draft draft, List<String> path) {
    int first = ids.size();
    if (draft.wanted) {
      ids.put(new Pointer(path), first);
    }
    Map<String, Node> members = new HashMap<>();
    TreeMap<Integer, Node> elements = new TreeMap<>();
    draft.inner.forEach(
        (step, inner) -> {
          path.add(step);
          Node node = number(inner, path);
          path.removeLast();
          members.put(step, node);
          if (Pointer.index(step) >= 0) {
            elements.put(Pointer.index(step), node);
          }
        });
    List<Element> ordered = new ArrayList<>();
    elements.forEach((index, node) -> ordered.add(new Element(index, node)));
    return new Node(
        draft.wanted ? first : NO_SOURCE, first, ids.size(), Map.copyOf(members), ordered);
  }

  /** Reads a payload; a Jackson exception: it is not JSON. */
  Cuts read(byte[] payload) {
    Cuts cuts = new Cuts(payload, sources);
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), payload)) {
      if (parser.currentLocation().getByteOffset() < 0) {
        throw new StreamReadException(parser, "The text is not UTF-8");
      }
      if (parser.nextToken() == null) {
        throw new StreamReadException(parser, "The text is empty");
      }
      new Reading(parser, cuts).value(root);
      if (parser.nextToken() != null) {
        throw new StreamReadException(parser, "There is more text after the document's end");
      }
    }
    return cuts;
  }

  /** Recursion is bounded by the steps of a pointer. */
  private record Reading(JsonParser parser, Cuts cuts) {
    void value(Node node) {
      cuts.forget(node.first(), node.after());
      boolean wanted = node.source() != NO_SOURCE;
      int begin = wanted ? Math.toIntExact(parser.currentTokenLocation().getByteOffset()) : 0;
      switch (parser.currentToken()) {
        case START_OBJECT -> object(node);
        case START_ARRAY -> array(node);
        case VALUE_STRING -> {
          if (wanted) {
            parser.finishToken();
          }
        }
        case null, default -> {}
      }
      if (wanted) {
        cuts.put(node.source(), begin, end(begin));
      }
    }

    /** Scalars without quotes are ASCII; behind one the parser may stand further on. */
    private int end(int begin) {
      return switch (parser.currentToken()) {
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE, VALUE_NULL ->
            begin + parser.getStringLength();
        case null, default -> Math.toIntExact(parser.currentLocation().getByteOffset());
      };
    }

    private void object(Node node) {
      if (node.members().isEmpty()) {
        parser.skipChildren();
        return;
      }
      for (String name = parser.nextName(); name != null; name = parser.nextName()) {
        parser.nextToken();
        Node inner = node.members().get(name);
        if (inner == null) {
          parser.skipChildren();
        } else {
          value(inner);
        }
      }
    }

    private void array(Node node) {
      List<Element> elements = node.elements();
      if (elements.isEmpty()) {
        parser.skipChildren();
        return;
      }
      int next = 0;
      for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
        if (next < elements.size() && elements.get(next).index() == index) {
          value(elements.get(next++).node());
        } else {
          parser.skipChildren();
        }
      }
    }
  }
}
