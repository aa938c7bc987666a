package io.meshwork.console.part;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCaption;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import io.meshwork.api.PlanDocument.AttributeChange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Attribute by attribute what was and what is, as a table. */
public final class Changes extends Div {
  private static final long serialVersionUID = 1L;

  /**
   * A table of changes.
   *
   * @param about what changes, for who cannot see where the table stands
   * @param heads of its three columns
   * @param nothing what stands where there is no value
   */
  public Changes(String about, List<String> heads, List<AttributeChange> changes, String nothing) {
    addClassName("changes");
    NativeTable table = new NativeTable();
    NativeTableCaption caption = new NativeTableCaption();
    caption.setText(about);
    caption.addClassName("unseen");
    table.add(caption);
    NativeTableRow head = new NativeTableRow();
    heads.forEach(
        text -> {
          NativeTableHeaderCell cell = new NativeTableHeaderCell(text);
          cell.getElement().setAttribute("scope", "col");
          head.add(cell);
        });
    table.getHead().add(head);
    changes.forEach(
        change ->
            table
                .getBody()
                .add(
                    new NativeTableRow(
                        cell(change.name(), "change-name"),
                        cell(text(change.before(), nothing), "change-before"),
                        cell(text(change.after(), nothing), "change-after"))));
    add(table);
  }

  private static String text(@Nullable String value, String nothing) {
    return value == null ? nothing : value;
  }

  private static NativeTableCell cell(String text, String style) {
    NativeTableCell cell = new NativeTableCell(text);
    cell.addClassName(style);
    return cell;
  }
}
