package io.meshwork.console.dashboard;

import com.vaadin.flow.component.dependency.JavaScript;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import io.meshwork.api.MeshJson;
import io.meshwork.controlplane.monitoring.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lines over the last hour, with a sentence that says the same to who cannot see them. */
@JavaScript("context://webjars/echarts/5.3.1/dist/echarts.min.js")
@JavaScript("context://js/mesh-charts.js")
class Chart extends Div {
  private static final long serialVersionUID = 1L;
  private static final long HOUR = 3_600;

  private final String title;
  private final String unit;
  private final Div canvas = new Div();
  private final Paragraph summary = new Paragraph();
  private String drawn = "";

  Chart(String id, String title, String unit) {
    this.title = title;
    this.unit = unit;
    addClassName("card");
    canvas.addClassName("chart");
    canvas.setId(id);
    canvas.getElement().setAttribute("role", "img");
    summary.addClassName("muted");
    add(new H2(title), canvas, summary);
  }

  void show(Map<String, List<Sample>> series, Instant now) {
    ObjectNode root =
        MeshJson.mapper()
            .createObjectNode()
            .put("unit", unit)
            .put("from", now.minusSeconds(HOUR).toEpochMilli())
            .put("to", now.toEpochMilli());
    ArrayNode lines = root.putArray("series");
    series.forEach(
        (name, samples) -> {
          ArrayNode points = lines.addObject().put("name", name).putArray("points");
          samples.forEach(
              sample -> points.addArray().add(sample.at().toEpochMilli()).add(sample.value()));
        });
    String words = words(series);
    summary.setText(words);
    canvas.getElement().setAttribute("aria-label", title + ", last hour. " + words);
    String json = root.toString();
    if (!json.equals(drawn)) {
      drawn = json;
      canvas.getElement().executeJs("window.meshworkCharts.draw(this, $0)", json);
    }
  }

  private String words(Map<String, List<Sample>> series) {
    double most = 0;
    boolean any = false;
    for (List<Sample> samples : series.values()) {
      for (Sample sample : samples) {
        most = Math.max(most, sample.value());
        any = true;
      }
    }
    return any
        ? String.format(Locale.ROOT, "At most %,.1f %s in the last hour.", most, unit)
        : "No report in the last hour.";
  }
}
