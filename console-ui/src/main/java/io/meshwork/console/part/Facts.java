package io.meshwork.console.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Span;

/** Short facts of one thing, name by name. */
public final class Facts extends DescriptionList {
  private static final long serialVersionUID = 1L;

  /** No facts yet. */
  public Facts() {
    addClassName("facts");
  }

  /** Adds a fact. */
  public Facts fact(String name, String value) {
    return fact(name, new Span(value));
  }

  /** Adds a fact that is more than text. */
  public Facts fact(String name, Component value) {
    add(new Term(name), new Description(value));
    return this;
  }
}
