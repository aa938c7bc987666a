package io.meshwork.console.map;

import com.vaadin.flow.component.ClientCallable;
import com.vaadin.flow.component.dependency.JavaScript;
import com.vaadin.flow.component.html.Div;
import java.util.function.Consumer;

/** The drawn mesh. Whoever cannot see it reads the table beside it. */
@JavaScript("context://webjars/cytoscape/3.33.1/dist/cytoscape.min.js")
@JavaScript("context://js/mesh-map.js")
class Graph extends Div {
  private static final long serialVersionUID = 1L;

  private final transient Consumer<String> picked;
  private String drawn = "";

  Graph(Consumer<String> picked) {
    this.picked = picked;
    addClassName("graph");
    setId("mesh-graph");
    getElement().setAttribute("role", "img");
    getElement()
        .setAttribute(
            "aria-label", "Map of regions, brokers and links; the table below says the same");
  }

  void draw(Picture picture) {
    String json = picture.json();
    if (!json.equals(drawn)) {
      drawn = json;
      getElement().executeJs("window.meshworkMap.draw(this, $0)", json);
    }
  }

  @ClientCallable
  void picked(String id) {
    picked.accept(id);
  }
}
