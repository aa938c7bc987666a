package io.meshwork.console.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Paragraph;

/** A view: a title, one sentence that says what it is for, its main actions, its content. */
public abstract class Page extends Main {
  private static final long serialVersionUID = 1L;

  private final H1 title = new H1();
  private final Paragraph lead = new Paragraph();
  private final Div actions = new Div();
  private final Div content = new Div();

  /** A page with a title and a sentence under it. */
  protected Page(String title, String lead) {
    setId("content");
    getElement().setAttribute("tabindex", "-1");
    addClassName("page");
    actions.addClassName("page-actions");
    content.addClassName("page-content");
    this.lead.addClassName("page-lead");
    Div words = new Div(this.title, this.lead);
    Div head = new Div(words, actions);
    head.addClassName("page-head");
    add(head, content);
    title(title);
    lead(lead);
  }

  /**
   * Called when what the one who looks may do has changed. Opens the page again; one that holds
   * input keeps it and offers anew what depends on rights.
   */
  public void rightsChanged(UI ui) {
    ui.refreshCurrentRoute(false);
  }

  /** Changes the title. */
  protected final void title(String text) {
    title.setText(text);
  }

  /** Changes the sentence; an empty one is not shown. */
  protected final void lead(String text) {
    lead.setText(text);
    lead.setVisible(!text.isEmpty());
  }

  /** Puts these where the main actions are, in place of what was there. */
  protected final void actions(Component... components) {
    actions.removeAll();
    actions.add(components);
  }

  /** Puts these below the head, in place of what was there. */
  protected final void content(Component... components) {
    content.removeAll();
    content.add(components);
  }
}
