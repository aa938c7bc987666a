package io.meshwork.console.provisioning;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import io.meshwork.api.Kind;
import io.meshwork.api.PlanScope;
import io.meshwork.api.PromotionDocument;
import io.meshwork.console.part.Facts;
import io.meshwork.console.part.Notices;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.registry.Promotions;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.Environment;
import java.util.List;

/** Says who notices when a schema version is pinned in an environment, and plans it. */
final class PromoteDialog extends Dialog {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfProvisioning rooms;
  private final transient CurrentActor actor;
  private final transient EventTypeName name;
  private final transient Promotions.Request request;

  PromoteDialog(
      RoomsOfProvisioning rooms,
      CurrentActor actor,
      EventTypeName name,
      Environment environment,
      int version) {
    this.rooms = rooms;
    this.actor = actor;
    this.name = name;
    this.request = new Promotions.Request(environment, version, true);
    setHeaderTitle("Promote " + name + " to " + environment);
    Div form = new Div();
    form.addClassName("stack");
    add(form);
    Button plan = new Button("Plan the promotion", event -> plan());
    plan.setId("promote-plan");
    plan.addThemeVariants(ButtonVariant.PRIMARY);
    getFooter().add(new Button("Cancel", event -> close()), plan);
    try {
      show(form, rooms.promotions().promote(actor.require(), name, request, true));
    } catch (MeshException e) {
      Paragraph words = new Paragraph(e.text());
      words.addClassName("fault");
      form.add(words);
      plan.setEnabled(false);
    }
  }

  private static void show(Div form, PromotionDocument promotion) {
    Integer before = promotion.before();
    form.add(
        new Facts()
            .fact(
                "Version now",
                before == null
                    ? "not pinned: the newest, %d".formatted(promotion.newest())
                    : before.toString())
            .fact("Version then", Integer.toString(promotion.after()))
            .fact("Who publishes it there", names(promotion.publications(), 0))
            .fact("Who gets it there", names(promotion.subscriptions(), promotion.others())));
    if (promotion.lowers()) {
      Paragraph lower =
          new Paragraph(
              "This is an older version than the environment has: fields that came since are not"
                  + " promised there any more.");
      lower.addClassName("notice");
      form.add(lower);
    }
    Paragraph next =
        new Paragraph(
            "The plan shows what changes on the brokers. Nothing is pinned before it is applied.");
    next.addClassName("muted");
    form.add(next);
  }

  private static String names(List<String> names, int others) {
    String known = String.join(", ", names);
    if (others == 0) {
      return known.isEmpty() ? "nobody" : known;
    }
    return (known.isEmpty() ? "" : known + " and ") + others + " that you may not see";
  }

  private void plan() {
    try {
      var plan =
          rooms
              .plans()
              .compute(
                  actor.require(),
                  new PlanScope(
                      null,
                      List.of(new PlanScope.ResourceRef(Kind.EVENT_TYPE.word(), name.value()))),
                  List.of(rooms.promotions().draft(actor.require(), name, request)));
      close();
      UI.getCurrent().navigate("provisioning/plans/" + plan.id());
    } catch (MeshException e) {
      Notices.warn(e);
    }
  }
}
