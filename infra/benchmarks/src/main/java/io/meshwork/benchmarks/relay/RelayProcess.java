package io.meshwork.benchmarks.relay;

import io.meshwork.api.Manifest;
import io.meshwork.api.MeshJson;
import io.meshwork.local.Loopback;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Our relay as it ships, with nothing set that it has a default for, and a manifest that it finds
 * on its disk. Its control plane is away, which it does not need, unless it is told of one.
 */
final class RelayProcess implements AutoCloseable {
  private static final String MODULE = "provisioning/relay";
  private static final String PROGRAM = "io.meshwork.relay.RelayProgram";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final ChildJvm process;
  private final URI metrics;

  /**
   * How it is started.
   *
   * @param name of its log
   * @param logs where that goes
   * @param heapMegabytes its {@code -Xmx}
   * @param controlPlane whom it asks for manifests
   * @param options of Java beyond the usual
   */
  record Start(
      String name, Path logs, int heapMegabytes, String controlPlane, List<String> options) {
    /** Alone. */
    Start(String name, Path logs, int heapMegabytes) {
      this(
          name,
          logs,
          heapMegabytes,
          "http://" + Loopback.HOST + ":" + Loopback.freePort(),
          List.of());
    }

    Start asking(String who) {
      return new Start(name, logs, heapMegabytes, who, options);
    }

    Start with(List<String> more) {
      return new Start(name, logs, heapMegabytes, controlPlane, more);
    }
  }

  private RelayProcess(ChildJvm process, int port) {
    this.process = process;
    this.metrics = URI.create("http://" + Loopback.HOST + ":" + port + "/actuator/prometheus");
  }

  /** A mover of one link. */
  static Mover.Working start(Mover.Job job, Mover.Choice choice) {
    String to = job.source() + ".from." + job.tag();
    job.clusters().target().create(List.of(to), choice.partitions(), Map.of());
    RelayLinks links = new RelayLinks(job.clusters(), choice.delivery(), job.tag());
    links.makeSlots();
    Manifest manifest =
        links.manifest(1, List.of(links.link(job.tag(), job.source(), to, choice.filters())));
    RelayProcess relay = start(manifest, new Start(job.tag(), job.folder(), job.heapMegabytes()));
    return new Mover.Working(relay.process, to);
  }

  /** One that runs this manifest, from its disk. */
  static RelayProcess start(Manifest manifest, Start how) {
    try {
      Path state = Files.createTempDirectory("meshwork-bench-" + how.name());
      state.toFile().deleteOnExit();
      Path file = state.resolve("manifest.json");
      Files.writeString(file, MeshJson.write(manifest));
      Path key = Files.writeString(state.resolve("key"), "nobody-asks");
      List.of(file, key).forEach(path -> path.toFile().deleteOnExit());
      int port = Loopback.freePort();
      ChildJvm.Program program =
          new ChildJvm.Program(
              ClassPaths.of(MODULE),
              PROGRAM,
              List.of(),
              how.options(),
              Map.of(
                  "MESHWORK_URL", how.controlPlane(),
                  "MESHWORK_REGION", manifest.region().value(),
                  "MESHWORK_RELAY_KEY_FILE", key.toString(),
                  "MESHWORK_RELAY_STATE", state.toString(),
                  "MESHWORK_RELAY_PORT", Integer.toString(port)),
              how.heapMegabytes());
      return new RelayProcess(new ChildJvm(program, how.logs().resolve(how.name() + ".log")), port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  ChildJvm process() {
    return process;
  }

  ProcessCost cost() {
    return new ProcessCost(process.pid());
  }

  /** What it says of itself now; nothing yet, while it starts. */
  RelayMetrics metrics() {
    if (!process.isAlive()) {
      throw new IllegalStateException("The relay ended: " + process.lastWords());
    }
    try {
      return new RelayMetrics(
          HTTP.send(
                  HttpRequest.newBuilder(metrics).timeout(PATIENCE).build(),
                  HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (IOException e) {
      return new RelayMetrics("");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
