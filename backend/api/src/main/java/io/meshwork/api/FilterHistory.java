package io.meshwork.api;

import io.meshwork.model.MeshException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which filters a link has read its source partition with, as the link's target remembers it beside
 * the link's position. Positions are the source transport's texts; whoever asks brings the order.
 *
 * <p>Invariant: what lies before {@code run.from} or was read before the run began is told by the
 * stretches; from there to the link's position, the run's filter was applied too. What the link has
 * not read is told with no filter. {@link #UNKNOWN} stands for a filter that was not recorded.
 *
 * @param filters each the patterns of one filter, sorted; one without patterns lets everything pass
 * @param stretches in the order of the source; each reaches to the next, the first from the
 *     beginning, the last is all that was not read before the run
 * @param run what is going on
 */
public record FilterHistory(int v, List<List<String>> filters, List<Stretch> stretches, Run run) {
  /** Where a filter's number should be: one that was not recorded. */
  public static final int UNKNOWN = -1;

  private static final int VERSION = 1;
  private static final int MOST_STRETCHES = 32;
  private static final int MOST_CHARACTERS = 48 * 1024;
  private static final int LONGEST_FILTER = 16 * 1024;

  /** Copies the lists. */
  public FilterHistory {
    filters = filters.stream().map(List::copyOf).toList();
    stretches = List.copyOf(stretches);
  }

  /** Which of two positions the source has first. */
  @FunctionalInterface
  public interface Order {
    /** Whether events lie between the position and a later one. */
    boolean isBefore(String position, String later);
  }

  /**
   * A stretch of the source.
   *
   * @param from where it begins, {@code null}: at the beginning
   * @param by the numbers of the filters that it was read with, each at a time
   */
  public record Stretch(@Nullable String from, List<Integer> by) {
    /** Copies the numbers. */
    public Stretch {
      by = List.copyOf(by);
    }
  }

  /**
   * What a link reads with at present.
   *
   * @param from where that began
   * @param by the number of the filter
   * @param backfill whether it leaves out what filters of the stretches let pass
   * @param move the position move that began it, 0: none
   */
  public record Run(String from, int by, boolean backfill, long move) {}

  /**
   * Of a link that begins here.
   *
   * @param isNew whether the link has certainly read nothing before
   */
  public static FilterHistory begin(String start, List<String> filter, boolean isNew) {
    List<Stretch> stretches = isNew ? List.of(new Stretch(null, List.of())) : unknownBefore(start);
    FilterHistory none =
        new FilterHistory(VERSION, List.of(), stretches, new Run(start, UNKNOWN, false, 0));
    return none.running(start, filter, false, 0);
  }

  private static List<Stretch> unknownBefore(String start) {
    return List.of(new Stretch(null, List.of(UNKNOWN)), new Stretch(start, List.of()));
  }

  /** Reads what a target remembers, {@code null}: it is of a later version, or none. */
  public static @Nullable FilterHistory parse(String text) {
    try {
      FilterHistory history = MeshJson.read(text, FilterHistory.class);
      return history.v == VERSION ? history : null;
    } catch (MeshException _) {
      return null;
    }
  }

  /** As the target remembers it. */
  public String text() {
    return MeshJson.write(this);
  }

  /** From the link's position on with that filter; the same if it is the one at present. */
  public FilterHistory filtering(List<String> filter, String position, Order order) {
    if (run.by() == numberOf(filter)) {
      return this;
    }
    return told(position, order).running(position, filter, run.backfill(), run.move()).bounded();
  }

  /**
   * On from elsewhere, by a position move. A place that cannot be compared with the link's
   * position, such as one in a channel that was made anew, begins a history of which nothing is
   * known.
   */
  public FilterHistory moved(String to, long move, boolean backfill, String position, Order order) {
    boolean comparable = !(order.isBefore(to, position) && order.isBefore(position, to));
    List<Stretch> read = comparable ? told(position, order).stretches : unknownBefore(to);
    return new FilterHistory(v, filters, read, new Run(to, run.by(), backfill, move)).bounded();
  }

  /** The same, of which the run never began: its move was not recorded. */
  public FilterHistory withoutRun(String position) {
    return new FilterHistory(v, filters, stretches, new Run(position, run.by(), false, 0));
  }

  /** What was read up to the link's position in stretches alone; the run begins there. */
  public FilterHistory told(String position, Order order) {
    if (!order.isBefore(run.from(), position)) {
      return this;
    }
    List<Stretch> split = split(split(stretches, run.from(), order), position, order);
    List<Stretch> told = new ArrayList<>();
    for (Stretch each : split) {
      boolean behind = each.from() != null && !order.isBefore(each.from(), run.from());
      boolean read = behind && order.isBefore(String.valueOf(each.from()), position);
      List<Integer> by = read ? with(each.by(), run.by()) : each.by();
      if (told.isEmpty() || !told.getLast().by().equals(by)) {
        told.add(new Stretch(each.from(), by));
      }
    }
    return new FilterHistory(
        v, filters, told, new Run(position, run.by(), run.backfill(), run.move()));
  }

  private static List<Stretch> split(List<Stretch> stretches, String at, Order order) {
    List<Stretch> split = new ArrayList<>();
    for (int i = 0; i < stretches.size(); i++) {
      Stretch each = stretches.get(i);
      String next = i + 1 < stretches.size() ? stretches.get(i + 1).from() : null;
      split.add(each);
      boolean begun = each.from() == null || order.isBefore(each.from(), at);
      if (begun && (next == null || order.isBefore(at, next))) {
        split.add(new Stretch(at, each.by()));
      }
    }
    return split;
  }

  private static List<Integer> with(List<Integer> by, int one) {
    Set<Integer> all = new TreeSet<>(by);
    all.add(one);
    return List.copyOf(all);
  }

  private FilterHistory running(String from, List<String> filter, boolean backfill, long move) {
    List<List<String>> all = new ArrayList<>(filters);
    int number = numberOf(filter);
    if (number == UNKNOWN && length(filter) <= LONGEST_FILTER) {
      number = all.size();
      all.add(filter);
    }
    return new FilterHistory(v, all, stretches, new Run(from, number, backfill, move));
  }

  private int numberOf(List<String> filter) {
    return filters.indexOf(filter);
  }

  private static int length(List<String> filter) {
    return filter.stream().mapToInt(each -> each.length() + 8).sum();
  }

  /** What is oldest is forgotten, but for a backfill that still needs it. */
  private FilterHistory bounded() {
    FilterHistory bounded = compact();
    while (!run.backfill() && bounded.isTooLarge() && bounded.stretches.size() > 2) {
      List<Stretch> rest = new ArrayList<>(bounded.stretches);
      rest.removeFirst();
      rest.set(0, new Stretch(null, List.of(UNKNOWN)));
      bounded = new FilterHistory(v, bounded.filters, rest, bounded.run).compact();
    }
    return bounded;
  }

  private boolean isTooLarge() {
    return stretches.size() > MOST_STRETCHES
        || filters.stream().mapToInt(FilterHistory::length).sum() > MOST_CHARACTERS;
  }

  /** Without filters that nothing names. */
  private FilterHistory compact() {
    Set<Integer> named = new HashSet<>(List.of(run.by()));
    stretches.forEach(each -> named.addAll(each.by()));
    List<List<String>> kept = new ArrayList<>();
    int[] numbers = new int[filters.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = kept.size();
      if (named.contains(i)) {
        kept.add(filters.get(i));
      }
    }
    IntUnaryOperator now = number -> number == UNKNOWN ? UNKNOWN : numbers[number];
    return new FilterHistory(
        v,
        kept,
        stretches.stream()
            .map(each -> new Stretch(each.from(), each.by().stream().map(now::applyAsInt).toList()))
            .toList(),
        new Run(run.from(), now.applyAsInt(run.by()), run.backfill(), run.move()));
  }

  /** The stretches that have something of a range. Told up to the link's position, they are all. */
  public List<Stretch> within(String from, String until, Order order) {
    List<Stretch> within = new ArrayList<>();
    for (int i = 0; i < stretches.size(); i++) {
      Stretch each = stretches.get(i);
      String next = i + 1 < stretches.size() ? stretches.get(i + 1).from() : null;
      boolean begins = each.from() == null || order.isBefore(each.from(), until);
      boolean ends = next != null && !order.isBefore(from, next);
      if (begins && !ends) {
        within.add(each);
      }
    }
    return within;
  }

  /** Whether all that was applied to these stretches was recorded. */
  public static boolean isKnown(Collection<Stretch> stretches) {
    return stretches.stream().noneMatch(each -> each.by().contains(UNKNOWN));
  }
}
