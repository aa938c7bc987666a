package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.textfield.TextField;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page on which an event is traced, where it was never published. */
class TraceViewIT extends ViewFixture {
  private static final String PAGE = "event-types/traced.sold/trace";

  @BeforeAll
  static void world() {
    ChangingWorld world = new ChangingWorld(ADMIN, "shop", "traced");
    world.apply(world.type("sold", 1) + world.publication("sold") + world.subscription("sold"));
    world.deploy();
  }

  private void awaitText(String text) {
    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              roundTrip();
              return page().contains(text);
            });
  }

  @Test
  void asksForAnIdBeforeItLooks() {
    open(SHOP, PAGE);
    assertThat(page()).contains("Which event?", "Name its id");

    click("trace-event");

    assertThat(page()).contains("Name the event's id.");
    assertThat(byId(Button.class, "trace-event").isEnabled()).isTrue();
  }

  @Test
  void tracesWhatTheAddressNames() {
    open(SHOP, PAGE + "?id=e-1&within=1%20minute");

    awaitText("not published");
    assertThat(page()).contains("The way of e-1", "0 of 1 hops hold it", "Judged by revision");
    assertThat(byId(TextField.class, "trace-id").getValue()).isEqualTo("e-1");
    assertThat(byId(Button.class, "trace-event").isEnabled()).isTrue();
  }

  @Test
  void saysWhatIsNoTime() {
    open(SHOP, PAGE + "?id=e-1&around=noon");

    assertThat(page()).contains("Write a time such as");
  }

  @Test
  void tellsStrangersNothing() {
    open(STRANGER, PAGE + "?id=e-1");

    awaitText("Not traced");
  }

  @Test
  void isReachedFromTheEventTypesPage() {
    open(SHOP, "event-types/traced.sold");

    assertThat(page()).contains("Trace an event");
  }
}
