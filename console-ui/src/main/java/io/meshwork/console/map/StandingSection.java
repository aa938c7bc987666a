package io.meshwork.console.map;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.RepairRequest;
import io.meshwork.api.StandingDocument;
import io.meshwork.api.StandingDocument.KeptFinding;
import io.meshwork.api.StandingDocument.State;
import io.meshwork.api.StandingDocument.Tally;
import io.meshwork.api.StandingDocument.Unverified;
import io.meshwork.api.VerificationDocument.Range;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Facts;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Notices;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.deployment.verify.Repairs;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** How far the link is verified in the background, and what was found that ought not to be. */
final class StandingSection extends Div {
  private static final long serialVersionUID = 1L;

  private final transient RoomsOfLinks rooms;
  private final transient Actor actor;
  private final transient LinkId link;
  private final Div body = new Div();

  StandingSection(RoomsOfLinks rooms, Actor actor, LinkId link) {
    this.rooms = rooms;
    this.actor = actor;
    this.link = link;
    addClassNames("card", "stack");
    setId("standing");
    body.addClassName("stack");
    add(new H2("Continuous verification"), body);
    show();
  }

  private void show() {
    body.removeAll();
    StandingDocument standing = rooms.standings().of(actor, link);
    body.add(verdict(standing));
    if (standing.through() != null) {
      body.add(facts(standing));
    }
    if (!standing.findings().isEmpty()) {
      body.add(findings(standing.findings()));
    }
    offer(standing);
    if (!standing.leftOut().isEmpty()) {
      body.add(new Paragraph("Never verified, the newest:"), stretches(standing.leftOut()));
    }
  }

  private static Div verdict(StandingDocument standing) {
    Div verdict = new Div();
    verdict.addClassName("stack");
    if (standing.hasFindings()) {
      verdict.add(new Badge("Open findings: " + count(standing.open()), Badge.Tone.BAD));
    } else if (standing.through() != null) {
      verdict.add(new Badge("Nothing open", Badge.Tone.GOOD));
    } else if (standing.perSecond() > 0) {
      verdict.add(
          new Empty(
              VaadinIcon.HOURGLASS_START,
              "Not looked at yet",
              "Links are verified in turns; look again in a minute."));
    }
    if (standing.perSecond() == 0) {
      verdict.add(
          new Paragraph(
              "It is off: this server verifies nothing in the background. Whoever runs it may set"
                  + " meshwork.deployment.verify-per-second."));
    }
    return verdict;
  }

  private static Facts facts(StandingDocument standing) {
    Tally counts = standing.counts();
    Instant now = Instant.now();
    Facts facts = new Facts();
    if (standing.through() != null && standing.since() != null) {
      facts
          .fact("Verified through", Moments.ago(standing.through(), now))
          .fact("Verified since", Moments.ago(standing.since(), now));
    }
    facts
        .fact(
            "Behind",
            String.format(
                Locale.ROOT,
                "%,.0f seconds, %,d events of the source",
                standing.secondsBehind(),
                standing.eventsBehind()))
        .fact(
            "Verified",
            "%s events: %s compared one by one, %s by number and digest"
                .formatted(
                    count(counts.events()), count(counts.compared()), count(counts.counted())))
        .fact("Never verified", count(counts.leftOut()) + " events that were gone")
        .fact("Allowed by the class", count(counts.allowed()) + " events")
        .fact("Rate", count(standing.perSecond()) + " events a second, over all links");
    if (standing.runAt() != null) {
      facts.fact("Looked at", Moments.ago(standing.runAt(), now));
    }
    if (standing.problem() != null) {
      facts.fact("Not verified now", standing.problem());
    }
    return facts;
  }

  private static Grid<KeptFinding> findings(List<KeptFinding> found) {
    LinkGrid<KeptFinding> grid = new LinkGrid<>("standing-findings", "Findings");
    Instant now = Instant.now();
    grid.addComponentColumn(StandingSection::badge).setHeader("Finding").setAutoWidth(true);
    grid.addComponentColumn(each -> Moments.ago(each.foundAt(), now)).setHeader("Found");
    grid.number("Events", each -> count(each.finding().events()));
    grid.addColumn(each -> each.finding().text()).setHeader("What").setFlexGrow(3);
    grid.addColumn(each -> VerificationSection.words(each.finding().source()))
        .setHeader("Source")
        .setFlexGrow(2);
    grid.addColumn(StandingSection::ending).setHeader("What became of it").setFlexGrow(2);
    grid.setItems(found);
    return grid;
  }

  private static Badge badge(KeptFinding found) {
    String word = found.finding().difference().name().toLowerCase(Locale.ROOT);
    return switch (found.state()) {
      case OPEN -> new Badge(word, Badge.Tone.BAD);
      case RESOLVED -> new Badge(word + ", repaired", Badge.Tone.GOOD);
      case DISMISSED -> new Badge(word + ", dismissed", Badge.Tone.PLAIN);
    };
  }

  private static String ending(KeptFinding found) {
    String reason = Objects.requireNonNullElse(found.reason(), "");
    return found.closedBy() == null ? reason : found.closedBy() + ": " + reason;
  }

  private static Grid<Unverified> stretches(List<Unverified> stretches) {
    LinkGrid<Unverified> grid = new LinkGrid<>("standing-left-out", "Never verified");
    Instant now = Instant.now();
    grid.addComponentColumn(each -> Moments.ago(each.at(), now)).setHeader("Committed");
    grid.number("Events", each -> count(each.events()));
    grid.addColumn(each -> VerificationSection.words(each.source()))
        .setHeader("Source")
        .setFlexGrow(3);
    grid.setItems(stretches);
    return grid;
  }

  private void offer(StandingDocument standing) {
    if (!standing.hasFindings() || !rooms.standings().mayDismiss(actor, link)) {
      return;
    }
    Div buttons = new Div();
    buttons.addClassName("actions");
    List<ManifestRedrive.Range> ranges =
        standing.findings().stream()
            .filter(each -> each.state() == State.OPEN && each.finding().canBeRepaired())
            .map(each -> each.finding().source())
            .filter(Objects::nonNull)
            .map(StandingSection::pulled)
            .limit(Repairs.MAX_RANGES)
            .toList();
    if (!ranges.isEmpty()) {
      Button repair =
          new Button(
              "Repair %d missing stretches".formatted(ranges.size()),
              event -> repair(ranges, event.getSource()));
      repair.setId("repair-findings");
      repair.setDisableOnClick(true);
      buttons.add(repair);
    }
    Button dismiss =
        new Button(
            "Dismiss what is open…",
            event -> new DismissDialog(rooms.standings(), actor, link, this::show).open());
    dismiss.setId("dismiss-findings");
    buttons.add(dismiss);
    body.add(
        new Paragraph(
            "Repaired events come late: behind the events of their key that are there. A finding"
                + " is closed when what was pulled again is seen at the target."),
        buttons);
  }

  private static ManifestRedrive.Range pulled(Range range) {
    return new ManifestRedrive.Range(range.partition(), range.from(), range.to());
  }

  private void repair(List<ManifestRedrive.Range> ranges, Button button) {
    try {
      rooms.repairs().repair(actor, link, new RepairRequest(ranges, null));
      Notices.say("Its relays pull them again; follow it below, among the redrives.");
    } catch (MeshException e) {
      button.setEnabled(true);
      Notices.warn(e);
    }
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
