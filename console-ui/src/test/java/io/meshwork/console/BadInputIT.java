package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import io.meshwork.api.Documents;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.ApplyOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What people type by mistake, each answered beside the field by what, which limit, what to do. */
class BadInputIT extends ViewFixture {
  @BeforeAll
  static void declare() {
    bean(ApplyDocuments.class)
        .apply(
            ADMIN,
            Documents.read(
                """
                ---
                apiVersion: mesh/v1
                kind: EventType
                metadata: {name: shop.shelf.filled, team: shop}
                spec: {schema: {format: json-schema, definition: {type: object}}}
                ---
                {apiVersion: mesh/v1, kind: Region, metadata: {name: dark}, spec: {jurisdiction: eu, environment: dark}}
                ---
                {apiVersion: mesh/v1, kind: Broker, metadata: {name: mem-dark}, spec: {transport: memory, region: dark, settings: {broker: console-dark}}}
                """),
            ApplyOptions.PLAIN);
  }

  private String fault(String id, String text) {
    TextField field = byId(TextField.class, id);
    test(field).setValue(text);
    return field.isInvalid() ? field.getErrorMessage() : "";
  }

  private String areaFault(String id, String text) {
    TextArea area = byId(TextArea.class, id);
    test(area).setValue(text);
    return area.isInvalid() ? area.getErrorMessage() : "";
  }

  @Test
  void namesThatAreNone() {
    open(SHOP, "event-types/new");

    assertThat(fault("name", "Ümlaut")).contains("Ümlaut", "a-z");
    assertThat(fault("name", "-shop")).contains("-shop");
    assertThat(fault("name", "s".repeat(129))).contains("128");
    assertThat(fault("name", "shop.shelf.filled")).contains("is taken", "another name");
    assertThat(fault("name", "shop.shelf.emptied")).isEmpty();
  }

  @Test
  void schemasThatAreNone() {
    open(SHOP, "event-types/new");

    assertThat(areaFault("schema", "{\"type\": ")).contains("not JSON", "line 1, column");
    assertThat(areaFault("schema", "{\"type\": \"thing\"}")).isNotEmpty();
    assertThat(areaFault("schema", "{\"$ref\": \"https://example.com/other.json\"}")).isNotEmpty();
    assertThat(areaFault("schema", "{\"type\": \"object\"}")).isEmpty();
    assertThat(byId(Button.class, "register-save").isEnabled()).isFalse();
  }

  @Test
  void samplesThatAreNoJson() {
    open(SHOP, "event-types/new");
    test(byId(TextArea.class, "samples")).setValue("{\"a\": 1}\n{\"a\": oops}");

    click("infer");

    assertThat(byId(TextArea.class, "samples").getErrorMessage()).contains("oops");
    assertThat(byId(TextArea.class, "samples").isInvalid()).isTrue();
    assertThat(byId(TextArea.class, "schema").isInvalid()).isFalse();
  }

  @Test
  void aPasteThatIsTooLarge() {
    open(SHOP, "event-types/new");

    assertThat(
            areaFault(
                "schema", "{\"type\": \"object\", \"title\": \"" + "x".repeat(3 << 20) + "\"}"))
        .isNotEmpty();
    assertThat(byId(Button.class, "register-save").isEnabled()).isFalse();
  }

  @Test
  @SuppressWarnings("unchecked")
  void filtersAndSelectorsThatAreNone() {
    open(CRM, "subscriptions/new?type=shop.shelf.filled");

    assertThat(areaFault("filter", "{\"data\": [1, {\"wildcard\": 7}]}")).contains("column");
    assertThat(areaFault("filter", "{\"data\": {\"x\": [\"" + "y".repeat(5_000) + "\"]}}"))
        .isNotEmpty();
    assertThat(page()).contains("The filter is not valid yet.");
    assertThat(areaFault("filter", "")).isEmpty();
    assertThat(byId(MultiSelectComboBox.class, "event-types").isInvalid()).isFalse();
  }

  @Test
  @SuppressWarnings("unchecked")
  void aNameThatSomebodyElseTookMeanwhile() {
    open(SHOP, "event-types/new");
    test(byId(TextField.class, "name")).setValue("shop.till.opened");
    test(byId(TextArea.class, "schema")).setValue("{\"type\": \"object\"}");
    assertThat(byId(Button.class, "register-save").isEnabled()).isTrue();
    bean(ApplyDocuments.class)
        .apply(
            ADMIN,
            Documents.read(
                """
                ---
                apiVersion: mesh/v1
                kind: EventType
                metadata: {name: shop.till.opened, team: shop, description: Mine.}
                spec: {schema: {format: json-schema, definition: {type: object}}}
                """),
            ApplyOptions.PLAIN);

    click("register-save");

    assertThat(byId(TextField.class, "name").getErrorMessage()).contains("is taken");
    open(SHOP, "event-types/shop.till.opened");
    assertThat(page()).contains("Mine.");
  }

  @Test
  void twoPeopleWhoEditTheSameBroker() {
    open(ADMIN, "brokers");
    click("edit-mem-dark");
    test(byId(TextField.class, "setting-broker")).setValue("console-dark-1");
    bean(ApplyDocuments.class)
        .apply(
            ADMIN,
            Documents.read(
                "---\n{apiVersion: mesh/v1, kind: Broker, metadata: {name: mem-dark}, spec: {transport:"
                    + " memory, region: dark, settings: {broker: console-dark-2}}}"),
            ApplyOptions.PLAIN);

    click("broker-save");

    assertThat(page()).contains("mem-dark", "was changed", "by 'ada'", "read it again");
    assertThat(byId(TextField.class, "setting-broker").getValue()).isEqualTo("console-dark-1");
  }

  @Test
  @SuppressWarnings("unchecked")
  void aBrokerWithoutWhatItNeeds() {
    open(ADMIN, "brokers");
    click("add-broker");
    test(byId(TextField.class, "broker-name")).setValue("mem-nowhere");
    byId(Select.class, "broker-transport").setValue("memory");
    click("broker-save");
    assertThat(byId(Select.class, "broker-region").getErrorMessage()).contains("Region is missing");

    byId(Select.class, "broker-region").setValue("dark");
    click("broker-save");

    TextField setting = byId(TextField.class, "setting-broker");
    assertThat(setting.isInvalid()).isTrue();
    assertThat(setting.getErrorMessage()).contains("required");
  }

  @Test
  @SuppressWarnings("unchecked")
  void anApplicationOfAnotherTeam() {
    open(CRM, "subscriptions/new?type=shop.shelf.filled");
    bean(ApplyDocuments.class)
        .apply(
            ADMIN,
            Documents.read(
                "---\n{apiVersion: mesh/v1, kind: Application, metadata: {name: shops-own, team: shop},"
                    + " spec: {principals: {}}}"),
            ApplyOptions.PLAIN);
    test(byId(TextField.class, "subscription-name")).setValue("crm-shelf");
    ComboBox<String> application = byId(ComboBox.class, "application");
    application.setItems("shops-own");
    application.setValue("shops-own");
    byId(Select.class, "broker").setValue("mem-us");
    roundTrip();

    assertThat(page()).contains("shops-own");
    assertThat(byId(Button.class, "subscribe-save").isEnabled()).isFalse();
  }

  @Test
  void aKeyWithoutAPurposeOrScope() {
    open(SHOP, "applications");
    click("new-application");
    assertThat(find(Notification.class).all()).isEmpty();
    click("application-save");
    assertThat(byId(TextField.class, "application-name").isInvalid()).isTrue();
    test(byId(TextField.class, "application-name")).setValue("bad-input");
    click("application-save");
    byId(MultiSelectComboBox.class, "key-scopes").clear();

    click("make-key");

    assertThat(byId(TextField.class, "key-label").isInvalid()).isTrue();
    assertThat(byId(MultiSelectComboBox.class, "key-scopes").getErrorMessage())
        .contains("at least one");
  }

  @Test
  void addressesThatAreMistyped() {
    for (String address :
        new String[] {
          "event-types/Not A Name", "audit?team=Not%20A%20Team", "dashboard?link=???"
        }) {
      open(SHOP, address);
      assertThat(page()).as(address).isNotEmpty();
    }
  }
}
