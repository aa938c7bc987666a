package io.meshwork.console.application;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import io.meshwork.api.Kind;
import io.meshwork.api.MeshJson;
import io.meshwork.api.ResourceSpec;
import io.meshwork.console.part.Choices;
import io.meshwork.console.part.Drafts;
import io.meshwork.console.part.Notices;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Precondition;
import io.meshwork.model.MeshException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** A dialog that adds an application with a principal of its own name on the brokers chosen. */
final class NewApplication extends Dialog {
  private static final long serialVersionUID = 1L;

  private final transient Catalog catalog;
  private final transient CurrentActor actor;
  private final Select<String> team = new Select<>();
  private final TextField name = new TextField("Name");
  private final TextField description = new TextField("Description");
  private final CheckboxGroup<String> brokers = new CheckboxGroup<>("Talks to brokers");

  NewApplication(Catalog catalog, CurrentActor actor) {
    this.catalog = catalog;
    this.actor = actor;
    Choices choices = new Choices(catalog, actor.require());
    setHeaderTitle("Add an application");
    team.setLabel("Team");
    team.setId("team");
    List<String> teams = choices.teams();
    team.setItems(teams);
    team.addValueChangeListener(event -> brokers.setItems(choices.brokers(event.getValue())));
    name.setId("application-name");
    name.setRequired(true);
    description.setId("application-description");
    brokers.setId("application-brokers");
    Div form = new Div(team, name, description, brokers);
    form.addClassName("stack");
    add(form);
    Button save = new Button("Add", event -> save());
    save.addThemeVariants(ButtonVariant.PRIMARY);
    save.setId("application-save");
    save.setEnabled(!teams.isEmpty());
    getFooter().add(new Button("Cancel", event -> close()), save);
    if (teams.isEmpty()) {
      team.setHelperText("You are a member of no team, so there is nothing that you could add.");
    } else {
      team.setValue(teams.getFirst());
    }
  }

  private void save() {
    try {
      ObjectNode spec = MeshJson.mapper().createObjectNode();
      ObjectNode principals = spec.putObject("principals");
      brokers.getValue().forEach(broker -> principals.put(broker, name.getValue()));
      ResourceSpec draft =
          Drafts.resources(
                  List.of(
                      Drafts.document(
                          Kind.APPLICATION,
                          name.getValue(),
                          team.getValue(),
                          description.getValue(),
                          spec)))
              .getFirst();
      catalog.put(actor.require(), draft, Precondition.CREATE_ONLY);
      close();
      Notices.say("Added " + name.getValue() + ".");
      UI.getCurrent().navigate("applications/" + name.getValue());
    } catch (MeshException e) {
      name.setInvalid(true);
      name.setErrorMessage(e.text());
    }
  }
}
