package io.meshwork.console.map;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.meshwork.api.PositionDocument;
import io.meshwork.api.PositionDocument.Standing;
import io.meshwork.console.part.Badge;
import io.meshwork.console.part.Empty;
import io.meshwork.console.part.Moments;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.deployment.position.LinkPositions;
import io.meshwork.model.LinkId;
import io.meshwork.model.MeshException;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;

/** Where a link stands in each partition of its source, and who moved it there. */
final class PositionSection extends Div {
  private static final long serialVersionUID = 1L;

  private final transient LinkPositions positions;
  private final transient Actor actor;
  private final transient LinkId link;
  private final Div content = new Div();

  PositionSection(LinkPositions positions, Actor actor, LinkId link) {
    this.positions = positions;
    this.actor = actor;
    this.link = link;
    addClassNames("card", "stack");
    content.addClassName("stack");
    add(
        new H2("Position"),
        new Paragraph(
            "Where the link goes on reading. It can be moved: back, to carry events again; forward,"
                + " to leave events out; or past events that the source no longer has."));
    if (positions.mayMove(actor, link)) {
      Button move =
          new Button("Move…", event -> new MoveDialog(positions, actor, link, this::show).open());
      move.setId("move-position");
      add(new Div(move));
    }
    add(content);
    show();
  }

  private void show() {
    content.removeAll();
    try {
      PositionDocument now = positions.read(actor, link, null, Set.of());
      content.add(standing(now));
      if (!now.moves().isEmpty()) {
        content.add(new Paragraph("Moves, the newest first:"), moves(now));
      }
    } catch (MeshException e) {
      content.add(
          new Empty(
              VaadinIcon.QUESTION_CIRCLE_O,
              "The position cannot be read",
              e.text() + " Open this page again when the broker answers."));
    }
  }

  private static Grid<Standing> standing(PositionDocument now) {
    LinkGrid<Standing> grid = new LinkGrid<>("positions-table", "Position by partition");
    grid.number("Partition", each -> Integer.toString(each.partition()));
    grid.addColumn(each -> each.committed() == null ? "not begun" : each.committed())
        .setHeader("Stands at")
        .setFlexGrow(3);
    grid.number("Behind", each -> String.format(Locale.ROOT, "%,d", each.behind()));
    grid.addComponentColumn(
            each ->
                each.gone()
                    ? new Badge("events are gone; move it", Badge.Tone.BAD)
                    : each.committed() == null
                        ? new Badge("waits", Badge.Tone.WAITING)
                        : new Badge("there", Badge.Tone.GOOD))
        .setHeader("Source")
        .setAutoWidth(true);
    grid.setItems(now.partitions());
    return grid;
  }

  private static Grid<PositionDocument.Move> moves(PositionDocument now) {
    LinkGrid<PositionDocument.Move> grid = new LinkGrid<>("moves-table", "Moves");
    Instant moment = Instant.now();
    grid.number("Number", each -> Long.toString(each.number()));
    grid.addComponentColumn(each -> Moments.ago(each.at(), moment)).setHeader("When");
    grid.addColumn(PositionDocument.Move::by).setHeader("By");
    grid.addColumn(PositionDocument.Move::reason).setHeader("Why").setFlexGrow(3);
    grid.number(
        "Taken in partitions", each -> "%d of %d".formatted(each.taken(), each.places().size()));
    grid.setItems(now.moves());
    return grid;
  }
}
