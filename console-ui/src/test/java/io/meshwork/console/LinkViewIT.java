package io.meshwork.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.textfield.TextField;
import io.meshwork.api.DeadRecord.Kept;
import io.meshwork.api.DeadRecord.Letter;
import io.meshwork.api.DeadRecord.Origin;
import io.meshwork.api.LinkDocument;
import io.meshwork.api.ManifestLink;
import io.meshwork.api.VerificationDocument;
import io.meshwork.controlplane.monitoring.LinkDirectory;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.deadletter.DeadLetters;
import io.meshwork.deployment.position.LinkPositions;
import io.meshwork.deployment.store.FindingStore;
import io.meshwork.deployment.store.StandingStore;
import io.meshwork.deployment.store.StoredFinding;
import io.meshwork.deployment.store.StoredStanding;
import io.meshwork.deployment.verify.Standings;
import io.meshwork.model.LinkId;
import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.model.event.Event;
import io.meshwork.transport.memory.MemoryBrokers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

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
  void movesItsPositionForWhoMayAndSaysWhatThatMeans() {
    open(ViewActionsIT.READER, "links/" + link());
    assertThat(page()).contains("Position", "Where the link goes on reading");
    assertThat(buttons("move-position")).isEmpty();

    open(SHOP, "links/" + link());
    click("move-position");
    assertThat(page()).contains("No event would be skipped or repeated.");
    assertThat(byId(Button.class, "move-save").isEnabled()).isFalse();
    byId(TextField.class, "move-reason").setValue("The consumer was broken on Monday.");
    click("move-save");
    roundTrip();

    open(ADMIN, "links/" + link());
    assertThat(bean(LinkPositions.class).read(ADMIN, new LinkId(link()), null, Set.of()).moves())
        .singleElement()
        .satisfies(each -> assertThat(each.reason()).startsWith("The consumer was broken"));
    assertThat(page()).contains("Moves, the newest first:");
  }

  @Test
  void showsWhatWasFoundInTheBackgroundAndIsToldWhyItMayStay() {
    LinkId id = new LinkId(link());
    open(SHOP, "links/" + link());
    assertThat(page()).contains("Continuous verification", "verify-per-second");
    found(id);

    open(ViewActionsIT.READER, "links/" + link());
    assertThat(page()).contains("Verified through", "Never verified", "It is off");
    assertThat(buttons("dismiss-findings")).isEmpty();
    assertThat(buttons("repair-findings")).isEmpty();

    open(SHOP, "dashboard");
    assertThat(page()).contains("links with findings");
    assertThat(bean(Monitoring.class).link(SHOP, id).verification().openFindings()).isEqualTo(1);

    open(SHOP, "links/" + link());
    assertThat(buttons("repair-findings")).hasSize(1);
    click("dismiss-findings");
    assertThat(byId(Button.class, "dismiss-save").isEnabled()).isFalse();
    byId(TextField.class, "dismiss-reason").setValue("The consumer has them.");
    click("dismiss-save");
    roundTrip();

    assertThat(buttons("dismiss-findings")).isEmpty();
    assertThat(bean(Standings.class).of(SHOP, id).findings())
        .singleElement()
        .satisfies(found -> assertThat(found.reason()).isEqualTo("The consumer has them."));
  }

  /** What a look would have kept. */
  private static void found(LinkId link) {
    StandingStore standings = new StandingStore(bean(JdbcClient.class));
    Instant now = Instant.now();
    StoredStanding begun =
        StoredStanding.begun(
            link, DeliveryClass.EFFECTIVELY_ONCE, now.minusSeconds(60), now.minusSeconds(1));
    standings.begin(begun, now);
    UUID claim = UUID.randomUUID();
    standings.claim(claim, now, now.plusSeconds(60));
    standings.release(
        claim, begun.with(new StoredStanding.Outcome(0, 0, null, now, now.plusSeconds(60))), 0);
    new FindingStore(bean(JdbcClient.class))
        .keep(
            StoredFinding.found(
                link,
                new VerificationDocument.Finding(
                    VerificationDocument.Difference.MISSING,
                    false,
                    2,
                    new VerificationDocument.Range("linked.sold", 0, "t:1", "t:3"),
                    null,
                    now,
                    "2 events of linked.sold/0 passed and not at the target.",
                    true,
                    null),
                now));
  }

  private List<Button> buttons(String id) {
    return find(Button.class).all().stream()
        .filter(button -> button.getId().filter(id::equals).isPresent())
        .toList();
  }

  @Test
  void showsWhatTheTargetRefusedAndHasItRedriven() {
    ManifestLink link = bean(LinkDirectory.class).links().get(new LinkId(link())).link();
    Instant at = Instant.now();
    Letter letter =
        new Letter(
            new Origin(link.id(), link.from().channel(), 0, "t:1:0"),
            "The event has 2000 bytes; the channel takes 1000.",
            1,
            at,
            at,
            Kept.WHOLE,
            new Event(null, "{}".getBytes(StandardCharsets.UTF_8), List.of(), 1));
    MemoryBrokers.ofThisProcess()
        .broker("console-linked")
        .foreigner()
        .publish(link.deadLetters().channel(), 0, List.of(letter.toEvent()));

    open(ViewActionsIT.READER, "links/" + link());
    assertThat(page()).contains("Dead letters", "1 wait");
    assertThat(buttons("redrive")).isEmpty();

    open(SHOP, "links/" + link());
    click("redrive");
    assertThat(page())
        .contains("All letters that wait now (1) are written to the target's channel");
    click("redrive-yes");
    assertThat(page()).contains("Redriving", "relays are still looking", "at most 100 a second");
    click("stop-redrive");
    confirm();

    assertThat(page()).contains("Redrive stopped");
    click("resume-redrive");
    assertThat(page()).contains("Redriving");
    assertThat(bean(DeadLetters.class).redrives(SHOP, link.id()))
        .singleElement()
        .satisfies(each -> assertThat(each.startedBy()).isNotBlank());
  }

  @Test
  void saysThatThereIsNoSuchLinkToThoseWhoDoNotSeeIt() {
    open(STRANGER, "links/" + link());
    assertThat(page()).contains("No such link");
    open(SHOP, "links/nowhere");
    assertThat(page()).contains("No such link", "the map shows those of now");
  }
}
