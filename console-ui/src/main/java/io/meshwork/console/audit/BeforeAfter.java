package io.meshwork.console.audit;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import io.meshwork.api.MeshJson;
import io.meshwork.model.JsonText;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Two states of a thing as the lines in which they differ. */
final class BeforeAfter extends Div {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 400;

  BeforeAfter(@Nullable JsonText before, @Nullable JsonText after) {
    addClassName("stack");
    Map<String, String> was = leaves(before);
    Map<String, String> is = leaves(after);
    TreeSet<String> pointers = new TreeSet<>(was.keySet());
    pointers.addAll(is.keySet());
    boolean any = false;
    for (String pointer : pointers) {
      String old = was.get(pointer);
      String now = is.get(pointer);
      if (Objects.equals(old, now)) {
        continue;
      }
      any = true;
      if (old != null) {
        add(line("−", "diff-remove", pointer, old));
      }
      if (now != null) {
        add(line("+", "diff-add", pointer, now));
      }
    }
    if (!any) {
      add(new Paragraph("No field differs."));
    }
  }

  private static Div line(String sign, String tone, String pointer, String value) {
    String shown = value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
    Div line = new Div(new Span(sign), new Span(pointer + ": " + shown));
    line.addClassNames("diff-line", tone);
    return line;
  }

  private static Map<String, String> leaves(@Nullable JsonText text) {
    Map<String, String> leaves = new TreeMap<>();
    if (text != null) {
      collect("", MeshJson.tree(text.value()), leaves);
    }
    return leaves;
  }

  private static void collect(String pointer, JsonNode node, Map<String, String> leaves) {
    if (node.isObject() && !node.isEmpty()) {
      node.properties().forEach(e -> collect(pointer + "/" + e.getKey(), e.getValue(), leaves));
    } else if (node.isArray() && !node.isEmpty()) {
      for (int i = 0; i < node.size(); i++) {
        collect(pointer + "/" + i, node.get(i), leaves);
      }
    } else {
      leaves.put(pointer.isEmpty() ? "/" : pointer, node.toString());
    }
  }
}
