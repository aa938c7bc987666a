package io.meshwork.console.part;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.icon.VaadinIcon;

/** Text to copy: a command, a configuration, a payload. */
public final class Snippet extends Div {
  private static final long serialVersionUID = 1L;

  /** A snippet; the label names it for who cannot see it. */
  public Snippet(String label, String text) {
    addClassName("snippet");
    Pre pre = new Pre(new Code(text));
    pre.getElement().setAttribute("tabindex", "0");
    pre.getElement().setAttribute("role", "region");
    pre.getElement().setAttribute("aria-label", label);
    Button copy =
        new Button(
            VaadinIcon.COPY_O.create(),
            event ->
                UI.getCurrent()
                    .getPage()
                    .executeJs("navigator.clipboard.writeText($0)", text)
                    .then(
                        done -> Notices.say("Copied."),
                        refused ->
                            Notices.warn("The browser does not let pages copy; select the text.")));
    copy.addThemeVariants(ButtonVariant.TERTIARY);
    copy.setAriaLabel("Copy " + label);
    add(pre, copy);
  }
}
