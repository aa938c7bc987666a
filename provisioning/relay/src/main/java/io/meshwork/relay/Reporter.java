package io.meshwork.relay;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.api.MeshJson;
import io.meshwork.api.RelayReport;
import io.meshwork.model.MeshException;
import io.meshwork.model.RegionName;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the control plane every two seconds what the links do. A report that does not arrive is not
 * sent again: the next one says it all. Its own thread.
 */
final class Reporter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
  private static final Duration LONGEST_END = Duration.ofSeconds(1);

  private final ControlPlaneClient controlPlane;
  private final String path;
  private final Supplier<RelayReport> reports;
  private final Duration every;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("reports").unstarted(this::run);
  private boolean failing;

  Reporter(
      ControlPlaneClient controlPlane,
      RegionName region,
      Supplier<RelayReport> reports,
      Duration every) {
    this.controlPlane = controlPlane;
    this.path = "/api/v1/regions/" + region + "/reports";
    this.reports = reports;
    this.every = every;
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!stopping.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
        report();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void report() {
    try {
      controlPlane.post(path, MeshJson.write(reports.get()));
      if (failing) {
        LOG.atInfo().log("reports arrive again");
      }
      failing = false;
    } catch (MeshException e) {
      if (!failing && stopping.getCount() > 0) {
        LOG.atWarn().addKeyValue("problem", e.text()).log("reports do not arrive");
      }
      failing = true;
    }
  }

  @Override
  public void close() {
    stopping.countDown();
    thread.interrupt();
    try {
      if (!thread.join(LONGEST_END)) {
        LOG.atDebug().log("the last report has not ended yet");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
