package io.meshwork.projection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * What comes out: objects with names that are known, and places for values that are cut out of a
 * payload.
 */
final class Shape {
  private final Node root;
  private final List<Pointer> sources;
  private final int ownBytes;

  private Shape(Node root, List<Pointer> sources) {
    this.root = root;
    this.sources = List.copyOf(sources);
    this.ownBytes = root.ownBytes();
  }

  /** Where values come from, by place. */
  List<Pointer> sources() {
    return sources;
  }

  /** The source of the whole payload, {@code null}: objects are made. */
  @Nullable Pointer whole() {
    return root instanceof Value(int place) ? sources.get(place) : null;
  }

  private sealed interface Node {
    /** Bytes that are not cut out, when nothing is left out. */
    int ownBytes();
  }

  private record Value(int place) implements Node {
    @Override
    public int ownBytes() {
      return 0;
    }
  }

  /** Left out when nothing was put into it, unless it is the whole. */
  private record Members(List<Member> members, boolean whole) implements Node {
    @Override
    public int ownBytes() {
      int bytes = 2;
      for (Member member : members) {
        bytes += member.name().length + 1 + member.node().ownBytes();
      }
      return bytes;
    }
  }

  /** The name with its quotes and colon, as UTF-8. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Member(byte[] name, Node node) {}

  /**
   * Puts the cut values in.
   *
   * @param ids of the cuts by place
   * @return {@code null}: the source of the whole is not there
   */
  byte @Nullable [] fill(Cuts cuts, int[] ids) {
    if (root instanceof Value(int place) && !cuts.has(ids[place])) {
      return null;
    }
    byte[] bytes = new byte[Math.toIntExact(most(cuts, ids))];
    int end = write(root, cuts, ids, bytes, 0);
    return end == bytes.length ? bytes : Arrays.copyOf(bytes, end);
  }

  /** The bytes that come out, at most. */
  long most(Cuts cuts, int[] ids) {
    long most = ownBytes;
    for (int id : ids) {
      most += cuts.length(id);
    }
    return most;
  }

  /** Returns where it ends; an object that nothing was put into ends where it began. */
  private int write(Node node, Cuts cuts, int[] ids, byte[] to, int at) {
    return switch (node) {
      case Value(int place) -> cuts.copy(ids[place], to, at);
      case Members(List<Member> members, boolean whole) -> {
        int end = at;
        to[end++] = '{';
        int empty = end;
        for (Member member : members) {
          int begin = end;
          if (begin > empty) {
            to[end++] = ',';
          }
          System.arraycopy(member.name(), 0, to, end, member.name().length);
          int value = end + member.name().length;
          int after = write(member.node(), cuts, ids, to, value);
          end = after == value ? begin : after;
        }
        if (end == empty && !whole) {
          yield at;
        }
        to[end++] = '}';
        yield end;
      }
    };
  }

  /** Collects targets. */
  static final class Builder {
    private final Draft root = new Draft();
    private final List<Pointer> sources = new ArrayList<>();

    /** A node that is not finished: a value when it has a place, else an object. */
    private static final class Draft {
      private final Map<String, Draft> members = new LinkedHashMap<>();
      private @Nullable Integer place;
      private @Nullable String target;

      /** Some target in or at it. */
      String anyTarget() {
        Draft at = this;
        while (at.target == null) {
          at = at.members.values().iterator().next();
        }
        return at.target;
      }
    }

    /** Returns the target that excludes this one, {@code null}: none does. */
    @Nullable String add(Pointer target, Pointer source) {
      Draft at = root;
      for (String step : target.steps()) {
        if (at.target != null) {
          return at.target;
        }
        at = at.members.computeIfAbsent(step, _ -> new Draft());
      }
      if (at.target != null || !at.members.isEmpty()) {
        return at.anyTarget();
      }
      at.place = sources.size();
      at.target = text(target);
      sources.add(source);
      return null;
    }

    private static String text(Pointer pointer) {
      StringBuilder text = new StringBuilder();
      pointer.steps().forEach(step -> text.append('/').append(Pointer.escape(step)));
      return text.toString();
    }

    Shape build() {
      return new Shape(node(root, true), sources);
    }

    private static Node node(Draft draft, boolean whole) {
      if (draft.target != null) {
        return new Value(Objects.requireNonNull(draft.place, "a target has a place"));
      }
      List<Member> members = new ArrayList<>();
      draft.members.forEach(
          (name, inner) -> members.add(new Member(quoted(name), node(inner, false))));
      return new Members(members, whole);
    }

    private static byte[] quoted(String name) {
      byte[] text = JsonStringEncoder.getInstance().quoteAsUTF8(name);
      byte[] quoted = new byte[text.length + 3];
      quoted[0] = '"';
      System.arraycopy(text, 0, quoted, 1, text.length);
      quoted[text.length + 1] = '"';
      quoted[text.length + 2] = ':';
      return quoted;
    }
  }
}
