package io.meshwork.console.map;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.progressbar.ProgressBar;
import io.meshwork.api.ManifestRedrive;
import io.meshwork.api.RepairRequest;
import io.meshwork.api.VerificationDocument;
import io.meshwork.api.VerificationDocument.Counts;
import io.meshwork.api.VerificationDocument.Finding;
import io.meshwork.api.VerificationDocument.Passed;
import io.meshwork.api.VerificationDocument.Range;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Notices;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.deployment.verify.Repairs;
import io.meshwork.deployment.verify.Verification;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a link committed last, and on request whether its target holds what the source held. */
final class VerificationSection extends Div {
  private static final long serialVersionUID = 1L;
  private static final int NEWEST = 20;

  private final transient Verification verification;
  private final transient Repairs repairs;
  private final transient Actor actor;
  private final transient LinkId link;
  private final Button verify = new Button("Verify the last hour");
  private final Div result = new Div();
  private final Div crossings = new Div();

  VerificationSection(Verification verification, Repairs repairs, Actor actor, LinkId link) {
    this.verification = verification;
    this.repairs = repairs;
    this.actor = actor;
    this.link = link;
    addClassNames("card", "stack");
    verify.setId("verify-link");
    verify.setIcon(VaadinIcon.CHECK_SQUARE_O.create());
    verify.setDisableOnClick(true);
    verify.addClickListener(event -> begin(event.getSource().getUI().orElseThrow()));
    result.setId("verification-result");
    result.addClassName("stack");
    result.getElement().setAttribute("aria-live", "polite");
    crossings.setId("crossings");
    crossings.addClassName("stack");
    add(
        new H2("Verification"),
        new Paragraph(
            "With every commit the link writes down what it read and where that went. Verifying"
                + " reads both brokers again and compares; it changes nothing."),
        new Div(verify),
        result,
        crossings);
    showCrossings();
  }

  private void showCrossings() {
    crossings.removeAll();
    try {
      List<Passed> newest = verification.newest(actor, link, NEWEST);
      if (newest.isEmpty()) {
        crossings.add(
            new Empty(
                VaadinIcon.EXCHANGE,
                "Nothing crossed in the last hour",
                "Publish an event of this type, or see on the map whether a relay runs the link."));
      } else {
        crossings.add(new Paragraph("The newest commits:"), passed(newest));
      }
    } catch (MeshException e) {
      crossings.add(
          new Empty(
              VaadinIcon.QUESTION_CIRCLE_O,
              "The crossings cannot be read",
              e.text() + " Open this page again when the broker answers."));
    }
  }

  private static Grid<Passed> passed(List<Passed> newest) {
    LinkGrid<Passed> grid = new LinkGrid<>("crossings-table", "Newest crossings");
    Instant now = Instant.now();
    grid.addComponentColumn(each -> Moments.ago(each.at(), now)).setHeader("When");
    grid.addColumn(each -> words(each.source())).setHeader("Read").setFlexGrow(3);
    grid.number("Passed", each -> count(each.passed()));
    grid.number("Filtered", each -> count(each.filtered()));
    grid.number("Refused", each -> count(each.refused()));
    grid.number("Undecoded", each -> count(each.forwarded()));
    grid.addColumn(
            each ->
                each.targets().isEmpty()
                    ? "–"
                    : String.join(
                        ", ", each.targets().stream().map(VerificationSection::words).toList()))
        .setHeader("Written")
        .setFlexGrow(3);
    grid.setItems(newest);
    return grid;
  }

  private void begin(UI ui) {
    ProgressBar bar = new ProgressBar();
    bar.setIndeterminate(true);
    bar.getElement().setAttribute("aria-label", "Verifying");
    Paragraph words = new Paragraph("Reading both brokers…");
    result.removeAll();
    result.add(words, bar);
    Thread.ofVirtual().name("verify-" + link).start(() -> run(ui, bar, words));
  }

  /** Page by page, and stops when nobody looks any more. */
  private void run(UI ui, ProgressBar bar, Paragraph words) {
    try {
      VerificationDocument all = verification.verify(actor, link, null, null);
      while (all.next() != null) {
        VerificationDocument soFar = all;
        var _ = ui.access(() -> progress(soFar, bar, words));
        all = all.with(verification.verify(actor, link, all.next(), all.asked()));
      }
      VerificationDocument found = all;
      var _ = ui.access(() -> show(found));
    } catch (MeshException e) {
      fail(ui, e);
    } catch (UIDetachedException e) {
      // Nobody looks any more.
    }
  }

  private void fail(UI ui, MeshException why) {
    try {
      var _ =
          ui.access(
              () ->
                  ended(
                      new Badge("Not verified", Badge.Tone.WAITING),
                      new Paragraph(why.text() + " Try again.")));
    } catch (UIDetachedException e) {
      // Nobody looks any more.
    }
  }

  private static void progress(VerificationDocument soFar, ProgressBar bar, Paragraph words) {
    Duration all = Duration.between(soFar.from(), soFar.asked());
    Duration done = Duration.between(soFar.from(), soFar.to());
    bar.setIndeterminate(false);
    bar.setValue(Math.clamp((double) done.toMillis() / Math.max(1, all.toMillis()), 0, 1));
    words.setText(
        "%s events compared, %d differences so far."
            .formatted(count(judged(soFar.counts())), soFar.findings().size()));
  }

  private static long judged(Counts counts) {
    return counts.compared() + counts.counted();
  }

  private void ended(Component... components) {
    result.removeAll();
    result.add(components);
    verify.setEnabled(true);
  }

  private void show(VerificationDocument found) {
    Counts counts = found.counts();
    if (counts.crossings() == 0 && found.findings().isEmpty()) {
      ended(
          new Badge("Nothing to verify", Badge.Tone.PLAIN),
          new Paragraph(
              "The link committed nothing in the last hour. Publish an event, wait two seconds and"
                  + " verify again."));
    } else {
      Badge verdict =
          found.hasViolations()
              ? new Badge("Not equal", Badge.Tone.BAD)
              : new Badge("Equal", Badge.Tone.GOOD);
      ended(verdict, new Paragraph(words(found)));
      if (!found.findings().isEmpty()) {
        result.add(findings(found));
        offerRepair(found);
      }
    }
    showCrossings();
  }

  /** Of what nobody ordered to be missing. */
  private void offerRepair(VerificationDocument found) {
    List<ManifestRedrive.Range> ranges =
        found.findings().stream()
            .filter(finding -> finding.canBeRepaired() && finding.explanation() == null)
            .map(Finding::source)
            .filter(Objects::nonNull)
            .map(at -> new ManifestRedrive.Range(at.partition(), at.from(), at.to()))
            .toList();
    if (!ranges.isEmpty() && repairs.mayRepair(actor, link)) {
      Button repair =
          new Button(
              "Pull %d missing stretches again".formatted(ranges.size()),
              event -> repair(ranges, event.getSource()));
      repair.setId("repair-link");
      repair.setDisableOnClick(true);
      result.add(
          new Paragraph(
              "Repaired events come late: behind the events of their key that are there."),
          new Div(repair));
    }
  }

  private void repair(List<ManifestRedrive.Range> ranges, Button button) {
    try {
      repairs.repair(actor, link, new RepairRequest(ranges, null));
      Notices.say("Its relays pull them again; follow it below, among the redrives.");
    } catch (MeshException e) {
      button.setEnabled(true);
      Notices.warn(e);
    }
  }

  private static String words(VerificationDocument found) {
    Counts counts = found.counts();
    StringBuilder words = new StringBuilder();
    words.append(
        "%s events of %s commits: %s compared one by one, %s by number and digest."
            .formatted(
                count(counts.passed()),
                count(counts.crossings()),
                count(counts.compared()),
                count(counts.counted())));
    if (counts.notRetained() > 0) {
      words.append(" %s are no longer retained.".formatted(count(counts.notRetained())));
    }
    if (counts.unreadable() > 0) {
      words.append(" %s cannot be read yet.".formatted(count(counts.unreadable())));
    }
    long differing = found.findings().size() + found.moreFindings();
    words.append(
        differing == 0
            ? " Nothing is missing, nothing is there twice."
            : found.hasViolations()
                ? " %s differences:".formatted(count(differing))
                : " %s differences, which the link's class (%s) allows:"
                    .formatted(count(differing), found.delivery()));
    return words.toString();
  }

  private static Grid<Finding> findings(VerificationDocument found) {
    LinkGrid<Finding> grid = new LinkGrid<>("findings-table", "Differences");
    grid.addComponentColumn(VerificationSection::badge).setHeader("Finding").setAutoWidth(true);
    grid.number("Events", finding -> count(finding.events()));
    grid.addColumn(Finding::text).setHeader("What").setFlexGrow(3);
    grid.addColumn(finding -> words(finding.source())).setHeader("Source").setFlexGrow(2);
    grid.addColumn(finding -> words(finding.target())).setHeader("Target").setFlexGrow(2);
    grid.setItems(found.findings());
    return grid;
  }

  private static Badge badge(Finding finding) {
    String word = finding.difference().name().toLowerCase(Locale.ROOT);
    return finding.allowed()
        ? new Badge(word + ", allowed", Badge.Tone.PLAIN)
        : new Badge(word, Badge.Tone.BAD);
  }

  static String words(@Nullable Range range) {
    return range == null
        ? "–"
        : "%d: %s to %s".formatted(range.partition(), last(range.from()), last(range.to()));
  }

  /** What tells positions of one channel apart; all of it is in the answer over REST. */
  private static String last(String position) {
    return position.length() <= 24 ? position : "…" + position.substring(position.length() - 23);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
