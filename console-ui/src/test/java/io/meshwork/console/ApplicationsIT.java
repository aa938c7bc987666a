package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.textfield.TextField;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApplicationsIT extends ViewFixture {
  @Test
  @SuppressWarnings("unchecked")
  void addsAnApplicationAndShowsItsKeyAndCredentialOnce() {
    open(SHOP, "applications");
    click("new-application");
    test(byId(TextField.class, "application-name")).setValue("shelf");
    byId(CheckboxGroup.class, "application-brokers").setValue(Set.of("mem-eu"));
    click("application-save");
    assertThat(page()).contains("shelf", "mem-eu knows it as", "No key yet");

    click("make-key");
    assertThat(byId(TextField.class, "key-label").getErrorMessage()).isNotEmpty();
    test(byId(TextField.class, "key-label")).setValue("for the test");
    click("make-key");
    assertThat(page()).contains("shown once", "export MESH_API_KEY=", "for the test");

    open(SHOP, "applications/shelf");
    assertThat(page()).contains("for the test").doesNotContain("export MESH_API_KEY=");
    click("make-credential");
    assertThat(page()).contains("One that was made before ends at once");
    confirm();
    assertThat(page()).contains("Copy it to where your program reads its secrets");

    Button revoke =
        find(Button.class)
            .withCondition(button -> button.getId().orElse("").startsWith("revoke-key-"))
            .single();
    test(revoke).click();
    confirm();
    assertThat(page()).contains("ended");
    click("retire");
    confirm();
    open(SHOP, "applications");
    assertThat(page()).doesNotContain("shelf");
  }

  @Test
  void offersNothingToStrangers() {
    open(SHOP, "applications");
    click("new-application");
    test(byId(TextField.class, "application-name")).setValue("drawer");
    click("application-save");

    open(CRM, "applications/drawer");

    assertThat(has("make-key")).isFalse();
    assertThat(has("retire")).isFalse();
  }
}
