package io.meshwork.local;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;

/** Stops what runs and is ours: who uses brokers and database first, then those. */
final class Down {
  private static final Set<WorldPort> LAST =
      Set.of(WorldPort.POSTGRES, WorldPort.KAFKA_EU, WorldPort.KAFKA_US);

  private Down() {}

  static void run(PrintStream out, List<WorldProcess> processes) {
    List<WorldProcess> running = processes.stream().filter(p -> p.find().isPresent()).toList();
    if (running.isEmpty()) {
      out.println("Nothing runs.");
      return;
    }
    long begin = System.nanoTime();
    stop(running);
    out.printf(
        Locale.ROOT,
        "Stopped %s in %.1f s. The data stays; ./mesh up goes on with it.%n",
        String.join(", ", running.stream().map(WorldProcess::name).toList()),
        (System.nanoTime() - begin) / 1e9);
  }

  static void stop(List<WorldProcess> processes) {
    together(processes.stream().filter(process -> !LAST.contains(process.role())).toList());
    together(processes.stream().filter(process -> LAST.contains(process.role())).toList());
  }

  private static void together(List<WorldProcess> processes) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture.allOf(
              processes.stream()
                  .map(process -> CompletableFuture.runAsync(() -> stop(process), threads))
                  .toArray(CompletableFuture<?>[]::new))
          .join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof LocalException known
          ? known
          : new LocalException("mesh down failed: " + e.getCause(), e);
    }
  }

  private static void stop(WorldProcess process) {
    try {
      process.stop();
    } catch (IOException e) {
      throw new LocalException(process.name() + " could not be stopped: " + e.getMessage(), e);
    }
  }
}
