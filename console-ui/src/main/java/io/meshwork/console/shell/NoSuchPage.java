package io.meshwork.console.shell;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.ParentLayout;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Page;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletResponse;

/** What an address leads to that nothing stands at. */
@ParentLayout(ConsoleFrame.class)
@PageTitle("No such page · Meshwork")
@PermitAll
public class NoSuchPage extends Page implements HasErrorParameter<NotFoundException> {
  private static final long serialVersionUID = 1L;

  /** Says so, and where to go on. */
  public NoSuchPage() {
    super("No such page", "");
    Anchor home = new Anchor("", "Go home");
    home.addClassName("list-link");
    content(
        new Empty(
            VaadinIcon.QUESTION_CIRCLE_O,
            "Nothing stands at this address",
            "It may be mistyped, or have moved. Everything is reached from the menu.",
            home));
  }

  @Override
  public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<NotFoundException> error) {
    return HttpServletResponse.SC_NOT_FOUND;
  }
}
