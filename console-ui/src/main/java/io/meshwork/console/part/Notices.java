package io.meshwork.console.part;

import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;
import io.meshwork.model.ErrorType;
import io.meshwork.model.MeshException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Short messages over the page. */
public final class Notices {
  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final int SHORT = 3_000;
  private static final int LONG = 12_000;

  private Notices() {}

  /** Says that something was done. */
  public static void say(String text) {
    Notification notice = Notification.show(text, SHORT, Notification.Position.BOTTOM_CENTER);
    notice.setAssertive(false);
  }

  /** Says that something was not done, and why. */
  public static void warn(String text) {
    Notification notice = Notification.show(text, LONG, Notification.Position.BOTTOM_CENTER);
    notice.addThemeVariants(NotificationVariant.LUMO_ERROR);
    notice.setAssertive(true);
  }

  /** Says what an error says; an internal one is logged, since only a log can mend it. */
  public static void warn(MeshException error) {
    if (error.code().type() == ErrorType.INTERNAL) {
      LOG.error("code={} message=\"{}\"", error.code().name(), error.text(), error);
    }
    warn(error.text());
  }
}
