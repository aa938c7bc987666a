package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanDocument;
import io.meshwork.console.part.Facts;
import io.meshwork.console.part.Notices;
import io.meshwork.console.part.PlanLine;
import io.meshwork.console.part.Section;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.model.MeshException;
import java.util.List;
import java.util.UUID;

/**
 * One plan with what may be done about it: what will happen, who notices, what it costs and how to
 * undo it in short, then what has to be decided, then step by step. Exactly what is shown is
 * applied.
 */
final class PlanPanel extends Div {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfProvisioning rooms;
  private final transient CurrentActor actor;
  private final transient PlanDocument plan;

  PlanPanel(RoomsOfProvisioning rooms, CurrentActor actor, PlanDocument plan) {
    this.rooms = rooms;
    this.actor = actor;
    this.plan = plan;
    addClassName("page-content");
    add(inShort());
    if (!plan.blocked().isEmpty()) {
      add(
          new BlockedSection(
              plan,
              new BlockedSection.May(
                  mayRenew() && rooms.plans().allows(actor.require(), Operation.APPLY, plan.id()),
                  mayRenew()
                      && rooms
                          .permissions()
                          .allows(actor.require(), Operation.APPLY, Guarded.mesh())),
              this::renew));
    }
    if (!plan.notes().isEmpty()) {
      add(new Section("First, in the catalog", list(plan.notes())));
    }
    for (PhaseOf phase : PhaseOf.values()) {
      List<PlanDocument.ActionDocument> actions = phase.of(plan);
      if (!actions.isEmpty()) {
        add(new PhaseSection(phase, actions));
      }
    }
    if (!plan.prices().isEmpty()) {
      add(new Section("Price by month", new PriceSection(plan.prices())));
    }
  }

  private Component inShort() {
    H2 title = new H2(PlanLine.changes(plan) + " for " + PlanLine.about(plan.scope()));
    Div head = new Div(PlanLine.of(plan.state()), title);
    head.addClassName("row");
    Facts facts = new Facts();
    facts
        .fact("What happens", lines(PlanWords.happens(plan)))
        .fact("Who notices", lines(PlanWords.notices(plan)))
        .fact("What it costs", lines(Costs.words(plan)))
        .fact("How to undo it", lines(PlanWords.undo(plan, rooms.limits().undoWindow())));
    allowed(facts);
    Div card = new Div(head);
    card.addClassNames("card", "stack", "plan-short");
    card.setId("plan-short");
    about(card);
    card.add(facts);
    Div deeds = new Div();
    deeds.addClassNames("row", "plan-deeds");
    card.add(deeds);
    if (plan.state() == PlanDocument.State.READY) {
      deeds.add(new Applying(rooms, actor, plan));
    }
    if (mayRenew() && plan.state() != PlanDocument.State.APPLIED) {
      deeds.add(again());
    }
    return card;
  }

  private void about(Div card) {
    UUID undoes = plan.undoes();
    if (undoes != null) {
      Anchor link = new Anchor("provisioning/deployments/" + undoes, "this deployment");
      link.addClassName("list-link");
      Paragraph words = new Paragraph(new Span("It takes back "), link, new Span("."));
      card.add(words);
      List<PlanDocument.Blocked> gone = PlanWords.gone(plan);
      if (!gone.isEmpty()) {
        card.add(
            warning(
                "What cannot come back: "
                    + String.join(", ", gone.stream().map(PlanDocument.Blocked::subject).toList())
                    + "."));
      }
    }
    Long restores = plan.restores();
    if (restores != null) {
      card.add(new Paragraph("It brings back revision %d of the catalog.".formatted(restores)));
    }
    if (plan.state() == PlanDocument.State.STALE) {
      card.add(
          warning(
              "The mesh has moved on since it was computed, so it cannot be applied. Compute it"
                  + " again: the new plan says what moved."));
    }
    if (plan.state() == PlanDocument.State.APPLIED) {
      applied(card);
    }
  }

  private void applied(Div card) {
    rooms.deployments().list(actor.require(), RECENT, null).items().stream()
        .filter(deployment -> deployment.plan().equals(plan.id()))
        .findFirst()
        .ifPresent(
            deployment -> {
              Anchor link =
                  new Anchor("provisioning/deployments/" + deployment.id(), "its deployment");
              link.addClassName("list-link");
              card.add(
                  new Paragraph(
                      new Span("It was applied; follow or undo it at "), link, new Span(".")));
            });
  }

  private static final int RECENT = 200;

  private void allowed(Facts facts) {
    PlanAllowances allowances = plan.allowances();
    if (!allowances.force().isEmpty()) {
      facts.fact("Forced", lines(allowances.force().stream().map(Applying::words).toList()));
    }
    if (!allowances.adopt().isEmpty()) {
      facts.fact("Taken over", lines(allowances.adopt().stream().map(Applying::words).toList()));
    }
  }

  private boolean mayRenew() {
    return rooms.plans().allows(actor.require(), Operation.PLAN, plan.id());
  }

  private Button again() {
    Button again = new Button("Compute again", event -> renew(plan.allowances()));
    again.setId("recompute-plan");
    again.setDisableOnClick(true);
    again.addClickListener(event -> again.setEnabled(true));
    return again;
  }

  private void renew(PlanAllowances allowances) {
    try {
      UUID fresh = rooms.plans().renew(actor.require(), plan.id(), allowances).id();
      UI.getCurrent()
          .navigate(
              "provisioning/plans/" + fresh,
              com.vaadin.flow.router.QueryParameters.of("since", plan.id().toString()));
    } catch (MeshException e) {
      Notices.warn(e);
    }
  }

  private static Paragraph warning(String text) {
    Paragraph words = new Paragraph(text);
    words.addClassName("notice");
    return words;
  }

  private static Component lines(List<String> lines) {
    if (lines.size() == 1) {
      return new Span(lines.getFirst());
    }
    Div all = new Div();
    lines.stream().map(Div::new).forEach(all::add);
    return all;
  }

  /** Sentences as a list. */
  static UnorderedList list(List<String> lines) {
    UnorderedList list =
        new UnorderedList(lines.stream().map(ListItem::new).toArray(ListItem[]::new));
    list.addClassName("plain-list");
    return list;
  }
}
