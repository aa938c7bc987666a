package io.meshwork.console.shell;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.avatar.Avatar;
import com.vaadin.flow.component.contextmenu.MenuItem;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Footer;
import com.vaadin.flow.component.html.Image;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.menubar.MenuBar;
import com.vaadin.flow.component.menubar.MenuBarVariant;
import com.vaadin.flow.component.orderedlayout.Scroller;
import com.vaadin.flow.component.page.ColorScheme;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.router.Layout;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import com.vaadin.flow.spring.security.AuthenticationContext;
import io.meshwork.console.part.Notices;
import io.meshwork.console.part.Page;
import io.meshwork.console.part.Pulse;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.CurrentActor;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The frame around every view: navigation on the left, who is signed in at its foot. */
@Layout
@AnonymousAllowed
public class ConsoleFrame extends AppLayout {
  private static final long serialVersionUID = 1L;

  private final Span roles = new Span();
  private transient @Nullable Actor shown;

  /** Builds the frame for who is signed in. */
  public ConsoleFrame(CurrentActor current, AuthenticationContext authentication, Pulse pulse) {
    setPrimarySection(Section.DRAWER);
    // No header element: a dialog's own would be a second banner of the page.
    Nav home = new Nav(brand());
    home.getElement().setAttribute("aria-label", "Home");
    addToDrawer(home, new Scroller(navigation()));
    DrawerToggle toggle = new DrawerToggle();
    toggle.setAriaLabel("Show or hide the menu");
    toggle.addClassName("frame-toggle");
    Nav page = new Nav(toggle, skipLink());
    page.getElement().setAttribute("aria-label", "Page");
    addToNavbar(page);
    if (authentication.isAuthenticated()) {
      Actor actor = current.require();
      addToDrawer(new Footer(person(actor, authentication)));
      show(actor);
      pulse.follow(this, current::require, this::show);
    }
  }

  private static Component skipLink() {
    Anchor skip = new Anchor("#content", "Skip to content");
    skip.addClassName("skip-link");
    skip.getElement().setAttribute("router-ignore", true);
    // Addresses are relative to the base, so that a bare fragment would lead home.
    skip.addAttachListener(
        event ->
            skip.getElement()
                .executeJs(
                    "this.onclick = event => { event.preventDefault();"
                        + " document.getElementById('content').focus(); }"));
    return skip;
  }

  private static Component brand() {
    Image mark = new Image("icons/meshwork.svg", "");
    mark.addClassName("brand-mark");
    Anchor home = new Anchor("", mark, new Span("Meshwork"));
    home.addClassName("brand");
    home.getElement().setAttribute("aria-label", "Meshwork, home");
    return home;
  }

  private static SideNav navigation() {
    SideNav nav = new SideNav();
    nav.getElement().setAttribute("aria-label", "Main");
    for (Entry entry : ENTRIES) {
      SideNavItem item = new SideNavItem(entry.label(), entry.path(), entry.icon().create());
      item.setMatchNested(!entry.path().isEmpty());
      nav.addItem(item);
    }
    return nav;
  }

  private record Entry(String label, String path, VaadinIcon icon) {}

  private static final List<Entry> ENTRIES =
      List.of(
          new Entry("Home", "", VaadinIcon.HOME_O),
          new Entry("Event types", "event-types", VaadinIcon.RECORDS),
          new Entry("Subscriptions", "subscriptions", VaadinIcon.INBOX),
          new Entry("Applications", "applications", VaadinIcon.CUBES),
          new Entry("Grants", "grants", VaadinIcon.KEY_O),
          new Entry("Mesh map", "map", VaadinIcon.CLUSTER),
          new Entry("Dashboard", "dashboard", VaadinIcon.DASHBOARD),
          new Entry("Provisioning", "provisioning", VaadinIcon.ROCKET),
          new Entry("Brokers", "brokers", VaadinIcon.SERVER),
          new Entry("Audit", "audit", VaadinIcon.CLIPBOARD_TEXT));

  private Component person(Actor actor, AuthenticationContext authentication) {
    Avatar avatar = new Avatar(actor.displayName());
    Span name = new Span(actor.displayName());
    name.addClassName("person-name");
    roles.addClassName("person-roles");
    Div text = new Div(name, roles);
    text.addClassName("person-text");

    MenuBar menu = new MenuBar();
    menu.addThemeVariants(MenuBarVariant.TERTIARY);
    menu.getElement().setAttribute("aria-label", "Your account");
    MenuItem more = menu.addItem(VaadinIcon.ELLIPSIS_DOTS_V.create());
    more.getElement().setAttribute("aria-label", "Appearance and sign-out");
    more.getSubMenu().addItem("Light", event -> scheme(ColorScheme.Value.LIGHT));
    more.getSubMenu().addItem("Dark", event -> scheme(ColorScheme.Value.DARK));
    more.getSubMenu().addItem("As the system", event -> scheme(ColorScheme.Value.SYSTEM));
    more.getSubMenu().addSeparator();
    more.getSubMenu().addItem("Sign out", event -> authentication.logout());
    Div person = new Div(avatar, text, menu);
    person.addClassName("person");
    return person;
  }

  /** Says what one may; when that has changed, opens the page again with what it now offers. */
  private void show(Actor now) {
    Actor before = shown;
    shown = now;
    roles.setText(rolesOf(now));
    if (before == null || before.equals(now)) {
      return;
    }
    Notices.say("What you may do has changed: " + rolesOf(now) + ".");
    if (getContent() instanceof Page page) {
      getUI().ifPresent(page::rightsChanged);
    }
  }

  private void scheme(ColorScheme.Value value) {
    getUI()
        .ifPresent(
            ui -> {
              ui.getPage().setColorScheme(value);
              ui.getPage()
                  .executeJs("localStorage.setItem('meshwork.scheme', $0)", value.getValue());
            });
  }

  @Override
  protected void onAttach(AttachEvent event) {
    super.onAttach(event);
    event
        .getUI()
        .getPage()
        .executeJs("return localStorage.getItem('meshwork.scheme')")
        .then(
            String.class,
            saved ->
                event
                    .getUI()
                    .getPage()
                    .setColorScheme(
                        saved == null
                            ? ColorScheme.Value.SYSTEM
                            : ColorScheme.Value.fromString(saved)));
  }

  private static String rolesOf(Actor actor) {
    if (actor.roles().isEmpty() && actor.teams().isEmpty()) {
      return "in no team";
    }
    if (!actor.roles().isEmpty()) {
      return actor.roles().stream()
          .map(role -> role.name().toLowerCase(Locale.ROOT))
          .sorted()
          .collect(Collectors.joining(", "));
    }
    return actor.teams().entrySet().stream()
        .map(
            team -> team.getKey() + " " + team.getValue().name().toLowerCase(java.util.Locale.ROOT))
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
