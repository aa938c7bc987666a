package io.meshwork.console.map;

import com.vaadin.flow.component.grid.ColumnTextAlign;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.function.ValueProvider;

/** A short table on the page of a link: all its rows are shown, none is chosen. */
final class LinkGrid<T> extends Grid<T> {
  private static final long serialVersionUID = 1L;

  LinkGrid(String id, String label) {
    setId(id);
    setAllRowsVisible(true);
    setSelectionMode(SelectionMode.NONE);
    getElement().setAttribute("aria-label", label);
  }

  /** Adds a column of figures. */
  void number(String header, ValueProvider<T, String> value) {
    addColumn(value)
        .setHeader(header)
        .setAutoWidth(true)
        .setTextAlign(ColumnTextAlign.END)
        .setPartNameGenerator(each -> "number");
  }
}
