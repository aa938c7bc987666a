package io.meshwork.console;

import io.meshwork.api.LinkDocument;
import io.meshwork.api.RedriveRequest;
import io.meshwork.console.ViewActionsIT.Act;
import io.meshwork.controlplane.monitoring.Monitoring;
import io.meshwork.deployment.deadletter.DeadLetters;
import io.meshwork.model.LinkId;
import java.util.List;

/** What can be changed on the page of a link. */
final class DeadLetterActs {
  private DeadLetterActs() {}

  static void world() {
    ChangingWorld world = new ChangingWorld(ViewFixture.ADMIN, "shop", "acts-linked");
    world.apply(world.type("sold", 1) + world.publication("sold") + world.subscription("sold"));
    world.deploy();
  }

  static List<Act> ofLink() {
    String link =
        ViewFixture.bean(Monitoring.class).links(ViewFixture.SHOP).stream()
            .filter(each -> each.eventType().equals("acts-linked.sold"))
            .map(LinkDocument::id)
            .findFirst()
            .orElseThrow();
    return List.of(
        new Act(
            "links/" + link,
            "redrive",
            ViewFixture.SHOP,
            ViewActionsIT.READER,
            actor ->
                ViewFixture.bean(DeadLetters.class)
                    .redrive(actor, new LinkId(link), new RedriveRequest(null, null, null))));
  }
}
