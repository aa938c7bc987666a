package io.meshwork.console.part;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import io.meshwork.model.MeshException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.security.concurrent.DelegatingSecurityContextRunnable;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Keeps what is on the screen as it is: reads every few seconds for as long as a component is
 * attached, and pushes to the browser only what has changed. Reading happens on threads of its own,
 * for whoever was signed in when the component was attached, with the rights of the moment.
 */
@org.springframework.stereotype.Component
public class Pulse implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
  private static final int THREADS = 4;

  /** How often views look again. */
  public static final Duration EVERY = Duration.ofSeconds(2);

  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(
          THREADS, Thread.ofPlatform().daemon().name("console-pulse-", 0).factory());

  /** Shows what is read, again whenever it has changed, while the host is attached. */
  public <T> void follow(Component host, Supplier<T> read, Consumer<T> show) {
    Beat<T> beat = new Beat<>(read, show);
    host.addAttachListener(event -> start(beat, event));
    host.addDetachListener(event -> beat.stop());
    host.getUI().ifPresent(ui -> start(beat, ui));
  }

  private void start(Beat<?> beat, AttachEvent event) {
    start(beat, event.getUI());
  }

  private void start(Beat<?> beat, UI ui) {
    beat.stop();
    beat.running =
        threads.scheduleWithFixedDelay(
            new DelegatingSecurityContextRunnable(
                () -> beat.once(ui), SecurityContextHolder.getContext()),
            EVERY.toMillis(),
            EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  @Override
  public void destroy() {
    threads.shutdownNow();
  }

  private static final class Beat<T> {
    private final Supplier<T> read;
    private final Consumer<T> show;
    private volatile @Nullable ScheduledFuture<?> running;
    private @Nullable T last;

    Beat(Supplier<T> read, Consumer<T> show) {
      this.read = read;
      this.show = show;
    }

    void once(UI ui) {
      try {
        T now = read.get();
        if (!Objects.equals(now, last)) {
          last = now;
          var _ = ui.access(() -> show.accept(now));
        }
      } catch (UIDetachedException gone) {
        stop();
      } catch (MeshException e) {
        LOG.atDebug().addKeyValue("code", e.code().name()).log("A view could not be refreshed");
      } catch (RuntimeException e) {
        LOG.atWarn().setCause(e).log("A view could not be refreshed; trying again");
      }
    }

    void stop() {
      ScheduledFuture<?> current = running;
      if (current != null) {
        current.cancel(false);
      }
    }
  }
}
