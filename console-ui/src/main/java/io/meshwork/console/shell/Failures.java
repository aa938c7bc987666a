package io.meshwork.console.shell;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import io.meshwork.console.part.Notices;
import io.meshwork.model.MeshException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Says in a sentence what no view has caught, and keeps the page usable. */
@Component
class Failures implements VaadinServiceInitListener {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  @Override
  public void serviceInit(ServiceInitEvent event) {
    event
        .getSource()
        .addSessionInitListener(begun -> begun.getSession().setErrorHandler(Failures::say));
  }

  private static void say(ErrorEvent event) {
    if (UI.getCurrent() == null) {
      LOG.atError().setCause(event.getThrowable()).log("The console failed outside of a page");
      return;
    }
    if (event.getThrowable() instanceof MeshException known) {
      Notices.warn(known);
      return;
    }
    LOG.atError().setCause(event.getThrowable()).log("The console failed");
    Notices.warn("This did not work, and the log of the control plane says why. Try it again.");
  }
}
