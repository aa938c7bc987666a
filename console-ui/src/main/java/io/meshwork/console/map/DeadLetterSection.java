package io.meshwork.console.map;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.progressbar.ProgressBar;
import io.meshwork.api.DeadLetterDocument;
import io.meshwork.api.DeadLetterPage;
import io.meshwork.api.RedriveDocument;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Confirm;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Notices;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.deployment.deadletter.DeadLetters;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What the target of a link refused for good, and handing it on again. */
final class DeadLetterSection extends Div {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 50;

  private final transient DeadLetters rooms;
  private final transient Actor actor;
  private final transient LinkId link;
  private final boolean mayRedrive;
  private final Button redrive = new Button("Redrive…");
  private final Div progress = new Div();
  private final Div list = new Div();
  private final Grid<DeadLetterDocument> grid = new Grid<>();
  private transient RedriveDocument.State last = RedriveDocument.State.DONE;
  private long waiting;

  DeadLetterSection(RoomsOfLinks all, Actor actor, LinkId link) {
    this.rooms = all.deadLetters();
    this.actor = actor;
    this.link = link;
    this.mayRedrive = rooms.mayRedrive(actor, link);
    addClassNames("card", "stack");
    redrive.setId("redrive");
    redrive.setIcon(VaadinIcon.ROTATE_LEFT.create());
    redrive.addClickListener(event -> ask());
    progress.setId("redrive-progress");
    progress.addClassName("stack");
    progress.getElement().setAttribute("aria-live", "polite");
    list.setId("dead-letters");
    list.addClassName("stack");
    add(
        new H2("Dead letters"),
        new Paragraph(
            "An event that the target refuses for good, because it is too large for instance, is"
                + " put aside so that the others go on. When the cause is mended, have it handed on"
                + " again: in the order of its key, and never twice."));
    if (mayRedrive) {
      add(new Div(redrive));
    }
    add(progress, list);
    build();
    showLetters();
    showRedrives(rooms.redrives(actor, link));
    all.pulse().follow(this, () -> rooms.redrives(actor, link), this::showRedrives);
  }

  private void build() {
    grid.setId("dead-letters-table");
    grid.setAllRowsVisible(true);
    grid.setSelectionMode(mayRedrive ? Grid.SelectionMode.MULTI : Grid.SelectionMode.NONE);
    grid.getElement().setAttribute("aria-label", "Dead letters");
    Instant now = Instant.now();
    grid.addComponentColumn(each -> Moments.ago(each.last(), now)).setHeader("Refused");
    grid.addColumn(DeadLetterDocument::reason).setHeader("Why").setFlexGrow(4);
    grid.addColumn(DeadLetterDocument::attempts).setHeader("Attempts").setAutoWidth(true);
    grid.addColumn(each -> each.channel() + ", partition " + each.partition())
        .setHeader("From")
        .setFlexGrow(2);
    grid.addComponentColumn(
            each -> {
              Button show = new Button("Show", event -> show(each));
              show.addThemeVariants(ButtonVariant.TERTIARY);
              return show;
            })
        .setHeader("")
        .setAutoWidth(true);
  }

  private void showLetters() {
    list.removeAll();
    try {
      DeadLetterPage page = rooms.list(actor, link, SHOWN, null, false);
      waiting = page.waiting();
      redrive.setEnabled(page.channel() != null);
      if (page.channel() == null) {
        list.add(
            new Empty(
                VaadinIcon.ENVELOPE_O,
                "This link keeps no dead letters",
                "What its target refuses is only counted. A link gets a place for them when a plan"
                    + " is applied, a subscription's when its deadLetter is set."));
      } else if (page.letters().isEmpty()) {
        list.add(
            new Empty(
                VaadinIcon.ENVELOPE_O,
                "No letter waits",
                "The target has taken every event, or all that it refused were handed on since."));
      } else {
        grid.setItems(page.letters());
        list.add(new Paragraph(words(page)), grid);
      }
    } catch (MeshException e) {
      list.add(
          new Empty(
              VaadinIcon.QUESTION_CIRCLE_O,
              "The dead letters cannot be read",
              e.text() + " Open this page again when the broker answers."));
    }
  }

  private static String words(DeadLetterPage page) {
    String waiting = "%s wait".formatted(count(page.waiting()));
    String shown =
        page.letters().size() < page.waiting()
            ? ", the newest %s of them here".formatted(count(page.letters().size()))
            : "";
    return waiting + shown + (page.complete() ? "." : "; there are too many to count them all.");
  }

  private void show(DeadLetterDocument letter) {
    try {
      new DeadLetterDialog(rooms.letter(actor, link, letter.id())).open();
    } catch (MeshException e) {
      Notices.warn(e);
    }
  }

  private void ask() {
    Set<DeadLetterDocument> selected = grid.getSelectedItems();
    List<String> names = selected.stream().map(DeadLetterDocument::id).toList();
    new RedriveDialog(
            names,
            waiting,
            request -> {
              showRedrives(List.of(rooms.redrive(actor, link, request)));
              grid.deselectAll();
            })
        .open();
  }

  private void showRedrives(List<RedriveDocument> redrives) {
    progress.removeAll();
    if (redrives.isEmpty()) {
      return;
    }
    RedriveDocument newest = redrives.getFirst();
    boolean ended =
        last == RedriveDocument.State.RUNNING && newest.state() != RedriveDocument.State.RUNNING;
    last = newest.state();
    progress.add(badge(newest), new Paragraph(words(newest)));
    switch (newest.state()) {
      case RUNNING -> {
        progress.add(bar(newest));
        offer("stop-redrive", "Stop", () -> confirmStop(newest));
      }
      case STOPPED ->
          offer("resume-redrive", "Resume", () -> showRedrives(List.of(rooms.resume(actor, link))));
      case DONE, REPLACED -> {}
    }
    if (ended) {
      showLetters();
    }
  }

  private void offer(String id, String label, Runnable act) {
    if (mayRedrive) {
      Button button =
          new Button(
              label,
              event -> {
                try {
                  act.run();
                } catch (MeshException e) {
                  Notices.warn(e);
                }
              });
      button.setId(id);
      progress.add(new Div(button));
    }
  }

  private void confirmStop(RedriveDocument redrive) {
    Confirm.plain(
        new Confirm.Question(
            "Stop the redrive?",
            "%s letters were handed on and stay so. The others wait until you resume it."
                .formatted(count(redrive.redriven())),
            "Stop",
            "stop-redrive-yes"),
        () -> showRedrives(List.of(rooms.stop(actor, link))));
  }

  private static ProgressBar bar(RedriveDocument redrive) {
    ProgressBar bar = new ProgressBar();
    Long left = redrive.left();
    long done = redrive.redriven() + redrive.refused();
    bar.getElement().setAttribute("aria-label", "Redriving");
    if (left == null) {
      bar.setIndeterminate(true);
    } else {
      bar.setValue(Math.clamp((double) done / Math.max(1, done + left), 0, 1));
    }
    return bar;
  }

  private static Badge badge(RedriveDocument redrive) {
    return switch (redrive.state()) {
      case RUNNING ->
          redrive.problem() == null
              ? new Badge("Redriving", Badge.Tone.PLAIN)
              : new Badge("Redriving, held up", Badge.Tone.WAITING);
      case STOPPED -> new Badge("Redrive stopped", Badge.Tone.WAITING);
      case DONE ->
          redrive.refused() > 0
              ? new Badge("Some refused again", Badge.Tone.BAD)
              : new Badge("Redriven", Badge.Tone.GOOD);
      case REPLACED -> new Badge("Redrive replaced", Badge.Tone.PLAIN);
    };
  }

  private static String words(RedriveDocument redrive) {
    Long left = redrive.left();
    return "%s handed on, %s refused again, %s. Begun by %s, %s at most %s a second.%s"
        .formatted(
            count(redrive.redriven()),
            count(redrive.refused()),
            left == null ? "relays are still looking" : count(left) + " to go",
            redrive.startedBy(),
            redrive.letters().isEmpty() && redrive.filter() == null
                ? "all letters,"
                : "some letters,",
            count(redrive.perSecond()),
            redrive.problem() == null ? "" : " " + redrive.problem());
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
