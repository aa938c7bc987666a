package io.meshwork.deployment.verify;

import java.util.ArrayList;
import java.util.List;

/** Marks as stretches of neighbours. */
final class Runs {
  private Runs() {}

  /** In the order given; neighbours, which may be many, are one. */
  static List<List<Mark>> of(List<Mark> marks) {
    List<List<Mark>> runs = new ArrayList<>();
    Mark last = null;
    for (Mark mark : marks) {
      boolean follows =
          last != null
              && last.partition().equals(mark.partition())
              && last.number() + 1 == mark.number();
      if (!follows) {
        runs.add(new ArrayList<>());
      }
      runs.getLast().add(mark);
      last = mark;
    }
    return runs;
  }
}
