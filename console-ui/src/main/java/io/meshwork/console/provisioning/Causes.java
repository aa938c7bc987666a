package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Span;
import java.util.List;

/** Catalog entries by kind and name, each a way to its page. */
final class Causes extends Span {
  private static final long serialVersionUID = 1L;

  Causes(List<String> causes) {
    for (String cause : causes) {
      if (getElement().getChildCount() > 0) {
        add(new Span(", "));
      }
      add(cause(cause));
    }
  }

  private static Component cause(String cause) {
    int end = cause.indexOf(' ');
    String name = cause.substring(end + 1);
    String page =
        switch (end < 0 ? "" : cause.substring(0, end)) {
          case "EventType" -> "event-types/" + name;
          case "Subscription" -> "subscriptions/" + name;
          case "Application" -> "applications/" + name;
          case "Broker" -> "brokers?q=" + name;
          default -> "";
        };
    if (page.isEmpty()) {
      return new Span(cause);
    }
    Anchor link = new Anchor(page, cause);
    link.addClassName("list-link");
    return link;
  }
}
