package io.meshwork.deployment.execution;

import io.meshwork.transport.spi.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A journal that survives the "process", and kills it before or after its n-th entry. */
final class MemoryJournal implements StepJournal {
  final Set<Integer> begun = new TreeSet<>();
  final Set<Integer> done = new TreeSet<>();
  final List<String> failures = new ArrayList<>();
  private int entries;
  private int deadly;
  private boolean after;

  /** The process dies at the n-th entry from now on. */
  MemoryJournal dieAt(int nth, boolean afterWriting) {
    entries = 0;
    deadly = nth;
    after = afterWriting;
    return this;
  }

  int entries() {
    return entries;
  }

  @Override
  public void starting(List<? extends Step> steps) {
    entry(() -> steps.forEach(step -> begun.add(step.number())));
  }

  @Override
  public void done(Step step, Identity identity) {
    entry(() -> done.add(step.number()));
  }

  @Override
  public void failed(Step step, String message) {
    entry(() -> failures.add(step.number() + ": " + message));
  }

  private void entry(Runnable writing) {
    boolean dies = ++entries == deadly;
    if (!dies || after) {
      writing.run();
    }
    if (dies) {
      throw new Killed();
    }
  }

  /** The process is gone. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
