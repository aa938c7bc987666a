package io.meshwork.local;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Starts what does not run yet, all at once where nothing has to wait, and tells each step.
 *
 * <p>Either everything asked for is ready in the end, or what this call started is stopped again:
 * after a failure, and when the call itself is interrupted.
 */
final class Up {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final PrintStream out;
  private final Set<WorldProcess> started = ConcurrentHashMap.newKeySet();
  private final long begin = System.nanoTime();
  private final int steps;
  private int step;
  private volatile long lastStep = begin;
  private volatile boolean abandoned;

  /**
   * @param steps how many lines of progress there will be: one a process, and the caller's own
   */
  Up(PrintStream out, int steps) {
    this.out = out;
    this.steps = steps;
  }

  /** Returns when all of these answer. May be called again with more. */
  void run(List<WorldProcess> processes) {
    Thread hook = Thread.ofPlatform().unstarted(this::abandon);
    Runtime.getRuntime().addShutdownHook(hook);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<WorldPort, CompletableFuture<Void>> ready = new EnumMap<>(WorldPort.class);
      for (WorldProcess process : processes) {
        ready.put(process.role(), begin(process, ready, threads));
      }
      await(List.copyOf(ready.values()));
    } catch (CompletionException e) {
      if (abandoned) {
        throw new LocalException("Interrupted; what was started is stopped again.", e);
      }
      abandon();
      throw e.getCause() instanceof LocalException known
          ? known
          : new LocalException("mesh up failed: " + e.getCause(), e);
    } finally {
      if (!abandoned) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
  }

  /** One line of progress; counts the step. */
  synchronized void say(String what) {
    step++;
    lastStep = System.nanoTime();
    out.printf(Locale.ROOT, "[%d/%d] %5.1f s  %s%n", step, steps, seconds(), what);
  }

  private double seconds() {
    return (System.nanoTime() - begin) / 1e9;
  }

  private CompletableFuture<Void> begin(
      WorldProcess process, Map<WorldPort, CompletableFuture<Void>> ready, Executor threads) {
    List<CompletableFuture<Void>> before = new ArrayList<>();
    for (WorldPort role : process.after()) {
      CompletableFuture<Void> other = ready.get(role);
      if (other != null) {
        before.add(other);
      }
    }
    return CompletableFuture.allOf(before.toArray(CompletableFuture<?>[]::new))
        .thenRunAsync(() -> bring(process), threads);
  }

  /** Waits for all, but no longer than until the first fails. */
  private static void await(List<CompletableFuture<Void>> all) {
    var failed = new CompletableFuture<Void>();
    for (CompletableFuture<Void> one : all) {
      CompletableFuture<?> _ =
          one.whenComplete(
              (nothing, failure) -> {
                if (failure != null) {
                  failed.completeExceptionally(failure);
                }
              });
    }
    CompletableFuture.anyOf(
            failed, CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)))
        .join();
  }

  private void bring(WorldProcess process) {
    try {
      var running = process.find();
      if (running.isPresent() && process.ready()) {
        process.whenReady();
        say(process.name() + " runs already (process " + running.get().pid() + ")");
        return;
      }
      long start = System.nanoTime();
      if (running.isEmpty()) {
        if (abandoned) {
          return;
        }
        started.add(process);
        process.start();
      }
      awaitReady(process, start);
      process.whenReady();
      double took = (System.nanoTime() - start) / 1e9;
      say(
          String.format(
              Locale.ROOT,
              "%-13s ready on port %d after %.1f s",
              process.name(),
              process.port(),
              took));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady(WorldProcess process, long start) {
    boolean seen = false;
    while (!process.ready() && !abandoned) {
      boolean alive = process.find().isPresent();
      Duration waited = Duration.ofNanos(System.nanoTime() - start);
      if ((seen && !alive) || (!alive && waited.toSeconds() >= 5)) {
        throw new LocalException(
            "%s ended while starting. Its log, %s, ends with:%n%s"
                .formatted(process.name(), process.log(), lastLines(process.log())));
      }
      if (isOverdue(start, lastStep, System.nanoTime())) {
        throw new LocalException(
            "%s was not ready within %d s after what it waits for. Its log, %s, ends with:%n%s"
                .formatted(
                    process.name(), LIMIT.toSeconds(), process.log(), lastLines(process.log())));
      }
      seen |= alive;
      pause();
    }
  }

  /**
   * Whether nothing has become ready for the whole limit. A process may wait for others that were
   * started together with it, so its own time alone says nothing on a slow machine.
   */
  static boolean isOverdue(long start, long lastStep, long now) {
    return now - Math.max(start, lastStep) > LIMIT.toNanos();
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LocalException("Interrupted while processes were starting.", e);
    }
  }

  /** Stops what this call has started. */
  private void abandon() {
    if (abandoned) {
      return;
    }
    abandoned = true;
    if (!started.isEmpty()) {
      out.println("Stopping what was started …");
    }
    Down.stop(List.copyOf(started));
  }

  private static String lastLines(Path log) {
    try {
      List<String> lines = Files.readAllLines(log);
      return "  "
          + String.join("\n  ", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    } catch (IOException e) {
      return "  (unreadable: " + e.getMessage() + ")";
    }
  }
}
