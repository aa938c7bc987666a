package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import org.junit.jupiter.api.Test;

class BrokersIT extends ViewFixture {
  @Test
  void showsWhichAnswer() {
    open(ADMIN, "brokers");
    click("probe-mem-eu");

    assertThat(page()).contains("mem-eu", "mem-us", "reachable", "Jurisdiction");
    open(ADMIN, "brokers?q=no-such");
    assertThat(page()).contains("Nothing matches");
  }

  @Test
  @SuppressWarnings("unchecked")
  void asksForWhatTheTransportDeclares() {
    open(ADMIN, "brokers");
    click("add-broker");
    test(byId(TextField.class, "broker-name")).setValue("mem-eu-2");
    byId(Select.class, "broker-transport").setValue("memory");
    byId(Select.class, "broker-region").setValue("eu");
    click("broker-save");
    assertThat(page()).contains("required");

    test(byId(TextField.class, "setting-broker")).setValue("console-eu-2");
    click("broker-save");
    assertThat(page()).contains("mem-eu-2");

    click("edit-mem-eu-2");
    assertThat(byId(TextField.class, "setting-broker").getValue()).isEqualTo("console-eu-2");
  }

  @Test
  void letsOnlyOperatorsChangeThem() {
    open(SHOP, "brokers");

    assertThat(page()).contains("mem-eu");
    assertThat(has("add-broker")).isFalse();
    assertThat(has("edit-mem-eu")).isFalse();
  }
}
