package io.meshwork.console.application;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.HasDynamicTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Confirm;
import io.meshwork.console.part.Custody;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Facts;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Notices;
import io.meshwork.console.part.Page;
import io.meshwork.console.part.Retire;
import io.meshwork.console.part.Section;
import io.meshwork.console.part.Snippet;
import io.meshwork.controlplane.access.ApiKey;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.BrokerName;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.ApplicationSpec;
import io.meshwork.transport.spi.Credential;
import jakarta.annotation.security.PermitAll;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One application: under which names brokers know it, its keys, its credentials. */
@Route("applications/:name")
@PermitAll
class ApplicationView extends Page implements BeforeEnterObserver, HasDynamicTitle {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfApplication rooms;
  private final transient CurrentActor actor;
  private final Section keys = new Section("API keys");
  private String name = "";

  ApplicationView(RoomsOfApplication rooms, CurrentActor current) {
    super("Application", "");
    this.rooms = rooms;
    this.actor = current;
  }

  @Override
  public String getPageTitle() {
    return name + " · Meshwork";
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    name = event.getRouteParameters().get("name").orElse("");
    title(name);
    try {
      show(rooms.catalog().get(actor.require(), new ApplicationName(name)));
    } catch (MeshException e) {
      actions();
      lead("");
      content(new Empty(VaadinIcon.QUESTION_CIRCLE_O, "No such application", e.text()));
    }
  }

  private void show(Resource resource) {
    lead(resource.metadata().description());
    boolean mine = rooms.catalog().allows(actor.require(), Operation.CHANGE, resource.name());
    if (mine && !resource.retired()) {
      actions(
          Retire.button(
              rooms.catalog(),
              actor,
              resource,
              "Its keys end. While it publishes or subscribes this is refused, and says what depends"
                  + " on it. It can be restored for 7 days.",
              "applications"));
    } else {
      actions();
    }
    Section about =
        new Section(
            "About",
            new Facts()
                .fact("Team", String.valueOf(resource.metadata().team()))
                .fact("Changed", Moments.ago(resource.changedAt(), rooms.clock().instant())));
    boolean keeper =
        rooms
            .permissions()
            .allows(
                actor.require(),
                Operation.MANAGE_KEYS,
                Guarded.open("Application", name, resource.metadata().team()));
    content(
        new Custody(
            rooms.catalog(),
            rooms.permissions(),
            actor,
            resource,
            () -> UI.getCurrent().refreshCurrentRoute(false)),
        about,
        principals(resource, keeper),
        keys);
    showKeys(keeper);
  }

  private Component principals(Resource resource, boolean keeper) {
    Map<BrokerName, String> principals =
        new TreeMap<>(resource.spec(ApplicationSpec.class).principals());
    Section section = new Section("On brokers");
    if (principals.isEmpty()) {
      section.show(
          new Paragraph(
              "No broker knows it yet. It gets a principal when it first publishes or"
                  + " subscribes."));
      return section;
    }
    List<Component> rows = new ArrayList<>();
    principals.forEach(
        (broker, principal) -> {
          Div shown = new Div();
          Div row = new Div(new Span(broker + " knows it as"), mono(principal));
          row.addClassName("row");
          if (keeper) {
            Button make = new Button("Make a credential", event -> confirm(broker, shown));
            make.setId(rows.isEmpty() ? "make-credential" : "make-credential-" + broker);
            row.add(make);
          }
          Div both = new Div(row, shown);
          both.addClassName("stack");
          rows.add(both);
        });
    section.show(rows.toArray(Component[]::new));
    return section;
  }

  private void confirm(BrokerName broker, Div shown) {
    Confirm.plain(
        new Confirm.Question(
            "Make a credential for " + name + " on " + broker + "?",
            "One that was made before ends at once: programs that use it are refused until they get"
                + " the new one. It is shown once.",
            "Make it",
            "make-credential-yes"),
        () -> {
          Credential made =
              rooms.credentials().issue(actor.require(), new ApplicationName(name), broker);
          shown.removeAll();
          shown.add(
              onceOnly(),
              new Snippet("User on " + broker, made.principal()),
              new Snippet("Password on " + broker, made.secret()));
          Notices.say("Made. Copy it now.");
        });
  }

  private static Span mono(String text) {
    Span span = new Span(text);
    span.addClassName("mono");
    return span;
  }

  private static Paragraph onceOnly() {
    Paragraph words =
        new Paragraph(
            "This is shown once and kept nowhere. Copy it to where your program reads its"
                + " secrets.");
    words.addClassName("notice");
    words.getElement().setAttribute("role", "status");
    return words;
  }

  private void showKeys(boolean keeper, Component... first) {
    List<Component> parts = new ArrayList<>(List.of(first));
    if (keeper) {
      KeyForm form = new KeyForm(rooms, actor, new ApplicationName(name));
      form.whenMade(secret -> showKeys(true, onceOnly(), made(secret)));
      parts.add(form);
    }
    try {
      List<ApiKey> all = rooms.keys().list(actor.require(), new ApplicationName(name));
      if (all.isEmpty()) {
        parts.add(
            new Paragraph("No key yet. A program that calls the API, or publishes, needs one."));
      }
      all.forEach(key -> parts.add(row(key, keeper)));
    } catch (MeshException e) {
      parts.add(new Paragraph(e.text()));
    }
    keys.show(parts.toArray(Component[]::new));
  }

  private static Component made(String secret) {
    Snippet key = new Snippet("The new key", secret);
    key.setId("new-key");
    Div both =
        new Div(key, new Snippet("How the command line uses it", "export MESH_API_KEY=" + secret));
    both.addClassName("stack");
    return both;
  }

  private Component row(ApiKey key, boolean keeper) {
    Instant now = rooms.clock().instant();
    Instant used = key.lastUsedAt();
    Instant end = key.expiresAt();
    boolean ended = key.revokedAt() != null || (end != null && end.isBefore(now));
    Div row =
        new Div(
            ended ? new Badge("ended", Badge.Tone.PLAIN) : new Badge("valid", Badge.Tone.GOOD),
            new Span(key.label()),
            muted(String.join(", ", key.scopes().stream().map(KeyForm::word).sorted().toList())),
            muted("made by " + key.createdBy()),
            Moments.ago(key.createdAt(), now),
            muted(used == null ? "never used" : "used " + Moments.exact(used)));
    row.addClassNames("row", "line");
    if (keeper && !ended) {
      Button revoke = new Button("Revoke", event -> revoke(key));
      revoke.addThemeVariants(ButtonVariant.ERROR, ButtonVariant.TERTIARY);
      revoke.setAriaLabel("Revoke key " + key.label());
      revoke.setId("revoke-key-" + key.id());
      row.add(revoke);
    }
    return row;
  }

  private void revoke(ApiKey key) {
    Confirm.dangerous(
        new Confirm.Question(
            "Revoke key “" + key.label() + "”?",
            "Programs that use it are refused at once. It cannot be brought back.",
            "Revoke",
            "revoke-key-yes"),
        () -> {
          rooms.keys().revoke(actor.require(), new ApplicationName(name), key.id());
          showKeys(true);
        });
  }

  private static Span muted(String text) {
    Span span = new Span(text);
    span.addClassName("muted");
    return span;
  }
}
