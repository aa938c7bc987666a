package io.meshwork.console.part;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Precondition;
import io.meshwork.controlplane.catalog.Resource;

/** The button that retires what a page shows: it first says what that touches. */
public final class Retire {
  private Retire() {}

  /**
   * The button.
   *
   * @param shown as the page shows it: what others have changed since is not retired unseen
   * @param consequence what retiring it means
   * @param list where one goes from a thing that is retired
   */
  public static Button button(
      Catalog catalog, CurrentActor actor, Resource shown, String consequence, String list) {
    Button retire =
        new Button(
            "Retire",
            event -> {
              Button source = event.getSource();
              Confirm.dangerous(
                  new Confirm.Question(
                      "Retire " + shown.name() + "?", consequence, "Retire", "retire-yes"),
                  () -> {
                    catalog.retire(
                        actor.require(), shown.name(), new Precondition.IfMatch(shown.etag()));
                    Notices.say(shown.name() + " is retired.");
                    source.getUI().ifPresent(ui -> ui.navigate(list));
                  });
            });
    retire.addThemeVariants(ButtonVariant.ERROR, ButtonVariant.TERTIARY);
    retire.setId("retire");
    return retire;
  }
}
