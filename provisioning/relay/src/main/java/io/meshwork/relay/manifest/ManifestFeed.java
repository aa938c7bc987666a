package io.meshwork.relay.manifest;

import io.meshwork.api.ApiError;
import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.Manifest;
import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import io.meshwork.relay.engine.Pauses;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the newest manifest: first the one on disk, then whatever the control plane has, by long
 * poll. Invariant: what runs is the last manifest that was understood; a refused one, a control
 * plane that is away and a disk that fails change nothing but what is reported. Its own thread;
 * {@link #state} from any.
 */
public final class ManifestFeed implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestFeed.class);
  private static final Duration LONGEST_END = Duration.ofSeconds(2);

  private final ControlPlaneClient controlPlane;
  private final String path;
  private final ManifestCheck check;
  private final ManifestStore store;
  private final Consumer<Manifest> runner;
  private final Pauses pauses;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("manifest").unstarted(this::run);
  private volatile State state = new State(0, false, null, null);
  private @Nullable String etag;

  /**
   * What is known now.
   *
   * @param revision that runs, 0: none
   * @param isRunning whether any runs
   * @param problem why a newer manifest does not run, or could not be kept
   * @param controlPlaneProblem why the control plane gives none
   */
  public record State(
      long revision,
      boolean isRunning,
      @Nullable String problem,
      @Nullable String controlPlaneProblem) {}

  /** Gives manifests of the region to the runner, once each. */
  public ManifestFeed(
      ControlPlaneClient controlPlane,
      RegionName region,
      ManifestStore store,
      Consumer<Manifest> runner,
      Pauses pauses) {
    this.controlPlane = controlPlane;
    this.path = "/api/v1/regions/" + region + "/manifest?wait=30";
    this.check = new ManifestCheck(region);
    this.store = store;
    this.runner = runner;
    this.pauses = pauses;
  }

  /** Runs what is on disk, then asks for newer ones until closed. */
  public void start() {
    fromDisk();
    thread.start();
  }

  /** What is known now. */
  public State state() {
    return state;
  }

  private void fromDisk() {
    Optional<String> kept = store.load();
    if (kept.isEmpty()) {
      return;
    }
    try {
      runManifest(check.read(kept.get()), null);
      LOG.atInfo().addKeyValue("revision", state.revision()).log("manifest from disk runs");
    } catch (MeshException e) {
      LOG.atWarn()
          .addKeyValue("problem", e.text())
          .addKeyValue("movedTo", store.setAside())
          .log("manifest on disk is unreadable, waiting for the control plane's");
    }
  }

  private void run() {
    while (stopping.getCount() > 0) {
      try {
        fetch();
        pauses.reset();
        heard(null);
      } catch (MeshException e) {
        heard(
            e.code() == ApiError.CONTROL_PLANE_UNREACHABLE
                ? "The control plane does not answer."
                : "The control plane refuses: " + e.text());
        rest();
      }
    }
  }

  private void fetch() {
    String known = etag;
    ControlPlaneClient.Reply reply =
        controlPlane.send(
            "GET", path, null, known == null ? Map.of() : Map.of("If-None-Match", known));
    if (reply.isNotModified()) {
      return;
    }
    try {
      Manifest manifest = check.read(reply.body());
      runManifest(manifest, keep(reply.body()));
    } catch (MeshException e) {
      LOG.atError().addKeyValue("problem", e.text()).log("manifest refused, the last one goes on");
      state = new State(state.revision(), state.isRunning(), e.text(), null);
    }
    etag = reply.etag();
    if (etag == null) {
      rest();
    }
  }

  private @Nullable String keep(String json) {
    try {
      store.save(json);
      return null;
    } catch (MeshException e) {
      LOG.atError().addKeyValue("problem", e.text()).log("manifest runs but is not kept on disk");
      return e.text();
    }
  }

  private void runManifest(Manifest manifest, @Nullable String problem) {
    runner.accept(manifest);
    state = new State(manifest.revision(), true, problem, state.controlPlaneProblem());
  }

  private void heard(@Nullable String problem) {
    State before = state;
    if (stopping.getCount() == 0 || Objects.equals(before.controlPlaneProblem(), problem)) {
      return;
    }
    state = new State(before.revision(), before.isRunning(), before.problem(), problem);
    if (problem == null) {
      LOG.atInfo().log("control plane answers");
    } else {
      LOG.atWarn()
          .addKeyValue("problem", problem)
          .addKeyValue("revision", before.revision())
          .log("goes on without the control plane");
    }
  }

  private void rest() {
    try {
      if (stopping.await(pauses.next().toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.atDebug().log("stopped while waiting");
      }
    } catch (InterruptedException e) {
      stopping.countDown();
      Thread.currentThread().interrupt();
    }
  }

  /** Asks no more. What runs goes on. */
  @Override
  public void close() {
    stopping.countDown();
    thread.interrupt();
    try {
      if (!thread.join(LONGEST_END)) {
        LOG.atDebug().log("the last request has not ended yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
