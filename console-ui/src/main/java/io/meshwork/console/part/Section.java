package io.meshwork.console.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;

/** A titled card of a page. */
public final class Section extends Div {
  private static final long serialVersionUID = 1L;

  private final Div body = new Div();

  /** A card with its content. */
  public Section(String title, Component... content) {
    addClassName("card");
    body.addClassName("stack");
    add(new H2(title), body);
    body.add(content);
  }

  /** Puts these in place of what was there. */
  public void show(Component... content) {
    body.removeAll();
    body.add(content);
  }
}
