package io.meshwork.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.meshwork.api.LinkReport;
import io.meshwork.api.Manifest;
import io.meshwork.model.catalog.Rate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A team's rate over real brokers, whole batches included, and its end while it is waited for. */
class RateIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int RATE = 150;
  private static final int EVENTS = 3_000;

  @TempDir private Path directory;
  private final KafkaMesh mesh = new KafkaMesh();

  @Test
  void movesNoMoreThanItsRateAndAllOnceItIsLifted() {
    mesh.makeEntry("eu");
    Manifest free = mesh.manifest("us", mesh.link("eu", "eu", "us"));
    Manifest.TeamRate rate =
        new Manifest.TeamRate(free.links().getFirst().team(), new Rate(RATE, null));
    try (StubControlPlane controlPlane = new StubControlPlane()) {
      controlPlane.serve(with(free, 1, List.of(rate)));
      RelayProcess relay =
          RelayProcess.start(controlPlane.address(), "us", directory.resolve("relay"));
      try {
        for (int from = 0; from < EVENTS; from += 60) {
          mesh.publish("eu", from, from + 60);
        }
        await().atMost(LIMIT).until(() -> count() > 0);
        long begun = System.nanoTime();
        long before = count();
        await()
            .atMost(LIMIT)
            .until(
                () -> {
                  long moved = count() - before;
                  double seconds = (System.nanoTime() - begun) / 1e9;
                  assertThat((double) moved).isLessThanOrEqualTo((seconds + 1) * RATE + 100);
                  return moved > 4 * RATE;
                });
        assertThat(count()).isLessThan(EVENTS);
        await().atMost(LIMIT).until(() -> report(controlPlane).work().waitedMillis() > 1_000);

        controlPlane.serve(with(free, 2, List.of()));

        await().atMost(LIMIT).until(() -> count() == EVENTS);
        assertThat(mesh.read("us", mesh.arrival("eu", "us")))
            .isEqualTo(mesh.read("eu", mesh.entry("eu")));
      } finally {
        relay.kill();
      }
    }
  }

  private long count() {
    return mesh.count("us", mesh.arrival("eu", "us"));
  }

  private static LinkReport report(StubControlPlane controlPlane) {
    return controlPlane.reports().getLast().links().getFirst();
  }

  private static Manifest with(Manifest manifest, long revision, List<Manifest.TeamRate> rates) {
    return new Manifest(
        manifest.format(),
        manifest.requires(),
        manifest.installation(),
        manifest.region(),
        revision,
        manifest.brokers(),
        manifest.links(),
        manifest.redrives(),
        rates);
  }
}
