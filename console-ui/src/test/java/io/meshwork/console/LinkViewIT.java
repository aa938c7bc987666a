package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.component.button.Button;
import io.meshwork.api.LinkDocument;
import io.meshwork.controlplane.monitoring.Monitoring;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page of a link, and what verifying says where nothing has crossed. */
class LinkViewIT extends ViewFixture {
  @BeforeAll
  static void world() {
    ChangingWorld world = new ChangingWorld(ADMIN, "shop", "linked");
    world.apply(world.type("sold", 1) + world.publication("sold") + world.subscription("sold"));
    world.deploy();
  }

  private static String link() {
    return bean(Monitoring.class).links(SHOP).stream()
        .filter(link -> link.eventType().equals("linked.sold"))
        .map(LinkDocument::id)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void showsWhatALinkJoinsAndVerifiesIt() {
    open(SHOP, "links/" + link());
    assertThat(page())
        .contains("Moves linked.sold", "Verification", "Nothing crossed in the last hour");

    click("verify-link");

    await()
        .pollInSameThread()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              roundTrip();
              return page().contains("Nothing to verify");
            });
    assertThat(page()).contains("Publish an event, wait two seconds and verify again");
    assertThat(byId(Button.class, "verify-link").isEnabled()).isTrue();
  }

  @Test
  void saysThatThereIsNoSuchLinkToThoseWhoDoNotSeeIt() {
    open(STRANGER, "links/" + link());
    assertThat(page()).contains("No such link");
    open(SHOP, "links/nowhere");
    assertThat(page()).contains("No such link", "the map shows those of now");
  }
}
