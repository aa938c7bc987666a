package io.meshwork.console.part;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.QueryParameters;
import java.util.Map;
import java.util.TreeMap;

/** The browser's address, which says what a page shows, so that it can be linked and reloaded. */
public final class Address {
  private Address() {}

  /** Says it without going anywhere; parameters without a value are left out. */
  public static void say(String path, Map<String, String> parameters) {
    Map<String, String> given = new TreeMap<>(parameters);
    given.values().removeIf(String::isEmpty);
    UI.getCurrent()
        .getPage()
        .getHistory()
        .replaceState(null, new Location(path, QueryParameters.simple(given)));
  }
}
