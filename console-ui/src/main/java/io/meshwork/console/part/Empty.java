package io.meshwork.console.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;

/** What a list shows when it has nothing: why, and what to do next. */
public final class Empty extends Div {
  private static final long serialVersionUID = 1L;

  /** An empty state with the actions that help. */
  public Empty(VaadinIcon icon, String title, String hint, Component... actions) {
    addClassName("empty");
    Component picture = icon.create();
    picture.getElement().setAttribute("aria-hidden", "true");
    add(picture, new H2(title), new Paragraph(hint));
    add(actions);
  }
}
