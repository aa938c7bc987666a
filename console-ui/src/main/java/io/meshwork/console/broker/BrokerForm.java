package io.meshwork.console.broker;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import io.meshwork.api.Kind;
import io.meshwork.api.MeshJson;
import io.meshwork.api.ResourceSpec;
import io.meshwork.console.part.Choices;
import io.meshwork.console.part.Drafts;
import io.meshwork.console.part.Faults;
import io.meshwork.console.part.Notices;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.catalog.Precondition;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.model.MeshException;
import io.meshwork.model.TransportName;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.transport.spi.Setting;
import io.meshwork.transport.spi.Transport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A dialog for one broker; what it asks for is what the broker's transport declares. */
final class BrokerForm extends Dialog {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfBrokers rooms;
  private final transient CurrentActor actor;
  private final transient @Nullable Resource known;
  private final transient Runnable saved;
  private final TextField name = new TextField("Name");
  private final Select<String> transport = new Select<>();
  private final Select<String> region = new Select<>();
  private final MultiSelectComboBox<String> teams =
      new MultiSelectComboBox<>("Teams that may use it");
  private final Div fields = new Div();
  private final Paragraph fault = new Paragraph();
  private final transient Map<String, HasValue<?, ?>> values = new LinkedHashMap<>();
  private transient Faults faults = new Faults();

  BrokerForm(RoomsOfBrokers rooms, CurrentActor actor, @Nullable Resource known, Runnable saved) {
    this.rooms = rooms;
    this.actor = actor;
    this.known = known;
    this.saved = saved;
    Choices choices = new Choices(rooms.catalog(), actor.require());
    setHeaderTitle(known == null ? "Add a broker" : "Edit " + known.name());
    setWidth("min(640px, 96vw)");
    name.setId("broker-name");
    transport.setLabel("Transport");
    transport.setId("broker-transport");
    transport.setItems(rooms.transports().all().stream().map(one -> one.name().value()).toList());
    transport.setItemLabelGenerator(one -> rooms.transports().get(new TransportName(one)).label());
    transport.addValueChangeListener(event -> ask(event.getValue()));
    region.setLabel("Region");
    region.setId("broker-region");
    region.setItems(choices.names(Kind.REGION, null));
    teams.setId("broker-teams");
    teams.setHelperText("None chosen: every team.");
    teams.setItems(choices.names(Kind.TEAM, null));
    fields.addClassName("stack");
    fault.addClassName("fault");
    fault.getElement().setAttribute("role", "alert");
    Div form = new Div(name, region, transport, fields, teams, fault);
    form.addClassName("stack");
    add(form);
    Button save = new Button("Save", event -> save());
    save.addThemeVariants(ButtonVariant.PRIMARY);
    save.setId("broker-save");
    getFooter().add(new Button("Cancel", event -> close()), save);
    fill(known);
  }

  private void fill(@Nullable Resource broker) {
    if (broker == null) {
      rooms.transports().all().stream()
          .findFirst()
          .ifPresent(first -> transport.setValue(first.name().value()));
      return;
    }
    BrokerSpec spec = broker.spec(BrokerSpec.class);
    name.setValue(broker.name().value());
    name.setReadOnly(true);
    region.setValue(spec.region().value());
    transport.setValue(spec.transport().value());
    teams.setValue(spec.teams().stream().map(Object::toString).collect(Collectors.toSet()));
  }

  private void ask(@Nullable String chosen) {
    fields.removeAll();
    values.clear();
    faults = new Faults();
    faults.at("name", name);
    faults.at("region", region);
    faults.at("transport", transport);
    faults.at("teams", teams);
    if (chosen == null) {
      return;
    }
    Transport plugin = rooms.transports().get(new TransportName(chosen));
    Map<String, String> given = known == null ? Map.of() : known.spec(BrokerSpec.class).settings();
    for (Setting setting : plugin.settings()) {
      fields.add(field(setting, given.get(setting.name())));
    }
  }

  private Component field(Setting setting, @Nullable String given) {
    String standard = setting.defaultValue();
    String initial = given == null ? (standard == null ? "" : standard) : given;
    if (setting.kind() == Setting.Kind.TRUTH) {
      Checkbox box = new Checkbox(setting.label(), Boolean.parseBoolean(initial));
      box.setHelperText(setting.help());
      box.setId("setting-" + setting.name());
      values.put(setting.name(), box);
      faults.at(setting.name(), box);
      return box;
    }
    if (!setting.choices().isEmpty()) {
      Select<String> select = new Select<>();
      select.setLabel(setting.label());
      select.setHelperText(setting.help());
      select.setItems(setting.choices());
      select.setId("setting-" + setting.name());
      if (!initial.isEmpty()) {
        select.setValue(initial);
      }
      values.put(setting.name(), select);
      faults.at(setting.name(), select);
      return select;
    }
    TextField text = new TextField(setting.label());
    text.setHelperText(
        setting.kind() == Setting.Kind.SECRET
            ? setting.help() + " A reference such as env:NAME or file:path, never the secret."
            : setting.help());
    text.setRequired(setting.required());
    text.setValue(initial);
    text.setId("setting-" + setting.name());
    text.setWidthFull();
    values.put(setting.name(), text);
    faults.at(setting.name(), text);
    return text;
  }

  private void save() {
    fault.setText("");
    faults.clear();
    if (region.isEmpty()) {
      region.setErrorMessage("Region is missing: choose where the broker lives.");
      region.setInvalid(true);
      return;
    }
    try {
      ObjectNode spec = MeshJson.mapper().createObjectNode();
      spec.put("transport", transport.getValue()).put("region", region.getValue());
      ObjectNode settings = spec.putObject("settings");
      values.forEach(
          (key, field) -> {
            Object value = field.getValue();
            if (value != null && !value.toString().isBlank()) {
              settings.put(key, value.toString());
            }
          });
      Set<String> admitted = teams.getValue();
      admitted.stream().sorted().forEach(spec.putArray("teams")::add);
      Resource before = known;
      if (before != null) {
        spec.put("readOnly", before.spec(BrokerSpec.class).readOnly());
      }
      ResourceSpec draft =
          Drafts.resources(
                  List.of(
                      Drafts.document(
                          Kind.BROKER,
                          name.getValue(),
                          null,
                          before == null ? "" : before.metadata().description(),
                          spec)))
              .getFirst();
      rooms
          .catalog()
          .put(
              actor.require(),
              draft,
              before == null ? Precondition.CREATE_ONLY : new Precondition.IfMatch(before.etag()));
      close();
      Notices.say("Saved " + name.getValue() + ".");
      saved.run();
    } catch (MeshException e) {
      fault.setText(faults.show(e));
    }
  }
}
