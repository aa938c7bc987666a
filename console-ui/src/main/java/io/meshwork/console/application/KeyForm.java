package io.meshwork.console.application;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.textfield.TextField;
import io.meshwork.console.part.Faults;
import io.meshwork.console.part.Notices;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.access.KeyRequest;
import io.meshwork.controlplane.access.Scope;
import io.meshwork.model.ApplicationName;
import io.meshwork.model.MeshException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.function.Consumer;

/** Makes a key: what for, and what it may. */
final class KeyForm extends Div {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfApplication rooms;
  private final transient CurrentActor actor;
  private final transient ApplicationName application;
  private final TextField label = new TextField("What the key is for");
  private final MultiSelectComboBox<Scope> scopes = new MultiSelectComboBox<>("What it may do");
  private final transient Faults faults = new Faults();
  private transient Consumer<String> made = secret -> {};

  KeyForm(RoomsOfApplication rooms, CurrentActor actor, ApplicationName application) {
    this.rooms = rooms;
    this.actor = actor;
    this.application = application;
    addClassNames("row", "form-row", "key-form");
    label.setId("key-label");
    label.setPlaceholder("Such as: publisher in production");
    scopes.setId("key-scopes");
    scopes.setItems(Arrays.asList(Scope.values()));
    scopes.setItemLabelGenerator(KeyForm::word);
    scopes.setValue(EnumSet.of(Scope.READ, Scope.PUBLISH));
    faults.at("label", label);
    faults.at("scopes", scopes);
    Button make = new Button("Make a key", event -> make());
    make.addThemeVariants(ButtonVariant.PRIMARY);
    make.setId("make-key");
    add(label, scopes, make);
  }

  static String word(Scope scope) {
    return scope.name().toLowerCase(Locale.ROOT);
  }

  /** Hands over the secret of each key made. */
  void whenMade(Consumer<String> listener) {
    made = listener;
  }

  private void make() {
    try {
      made.accept(
          rooms
              .keys()
              .issue(
                  actor.require(),
                  application,
                  new KeyRequest(label.getValue(), scopes.getValue(), null))
              .secret());
    } catch (MeshException e) {
      String rest = faults.show(e);
      if (!rest.isEmpty()) {
        Notices.warn(rest);
      }
    }
  }
}
