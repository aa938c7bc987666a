package io.meshwork.console.grant;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Notices;
import io.meshwork.console.part.States;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.GrantView;
import io.meshwork.controlplane.catalog.Grants;
import io.meshwork.controlplane.catalog.Precondition;
import io.meshwork.controlplane.catalog.Verdict;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import java.time.Clock;
import java.util.List;

/** Grants as cards, with the decisions that the one who looks may take. */
public final class GrantList extends Div {
  private static final long serialVersionUID = 1L;

  private final transient Grants grants;
  private final transient Permissions permissions;
  private final transient CurrentActor actor;
  private final transient Clock clock;
  private final transient Runnable changed;

  /** A list for an actor; {@code changed} runs after each decision. */
  public GrantList(
      Grants grants, Permissions permissions, CurrentActor actor, Clock clock, Runnable changed) {
    this.grants = grants;
    this.permissions = permissions;
    this.actor = actor;
    this.clock = clock;
    this.changed = changed;
    addClassName("stack");
  }

  /** Shows these. */
  public void show(List<GrantView> views) {
    removeAll();
    views.forEach(view -> add(card(view)));
  }

  private Component card(GrantView view) {
    Anchor subscription =
        new Anchor("subscriptions/" + view.key().subscription(), view.key().subscription().value());
    subscription.addClassName("list-link");
    Anchor type =
        new Anchor("event-types/" + view.key().eventType(), view.key().eventType().value());
    type.addClassName("list-link");
    Div head =
        new Div(
            States.of(view.grant().state()),
            subscription,
            new Span("of " + view.subscriber() + " wants"),
            type,
            new Span("of " + view.owner()));
    head.addClassName("row");
    Span when = new Span("Asked by " + view.requestedBy() + ", ");
    Div story = new Div(when, Moments.ago(view.requestedAt(), clock.instant()));
    story.addClassName("muted");
    Div card = new Div(head, story);
    card.addClassNames("card", "stack");
    JsonText filter = view.grant().filter();
    if (filter != null) {
      Div words = new Div(new Span("Only events that match "), new Code(filter.value()));
      words.addClassName("filter-words");
      card.add(words);
    }
    String note = view.note();
    if (note != null) {
      card.add(new Span("“" + note + "”"));
    }
    if (permissions.allows(
        actor.require(),
        Operation.GRANT,
        Guarded.open("Event type", view.key().eventType().value(), view.owner()))) {
      card.add(decisions(view));
    }
    return card;
  }

  private Component decisions(GrantView view) {
    Div row = new Div();
    row.addClassName("row");
    String id = view.key().subscription() + "-" + view.key().eventType();
    switch (view.grant().state()) {
      case PENDING -> {
        Button approve = decision("Approve", () -> approve(view));
        approve.addThemeVariants(ButtonVariant.PRIMARY);
        approve.setId("approve-" + id);
        Button reject =
            decision("Reject", () -> grants.reject(actor.require(), view.key(), Verdict.PLAIN));
        reject.setId("reject-" + id);
        row.add(approve, reject);
      }
      case APPROVED -> {
        Button revoke =
            decision("Revoke", () -> grants.revoke(actor.require(), view.key(), Verdict.PLAIN));
        revoke.addThemeVariants(ButtonVariant.ERROR);
        revoke.setId("revoke-" + id);
        row.add(revoke);
      }
      case REJECTED, REVOKED, EXPIRED ->
          row.add(decision("Approve after all", () -> approve(view)));
    }
    return row;
  }

  /** Of what the card shows, and of nothing that it has become since. */
  private void approve(GrantView view) {
    grants.approve(
        actor.require(),
        view.key(),
        Verdict.PLAIN,
        new Precondition.IfMatch(view.subscriptionTag()));
  }

  private Button decision(String word, Runnable act) {
    Button button = new Button(word);
    button.setDisableOnClick(true);
    button.addClickListener(
        event -> {
          try {
            act.run();
            Notices.say(word + ": done.");
          } catch (MeshException e) {
            Notices.warn(e);
          }
          changed.run();
        });
    return button;
  }
}
