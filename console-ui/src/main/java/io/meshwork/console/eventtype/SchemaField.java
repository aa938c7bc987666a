package io.meshwork.console.eventtype;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.upload.Upload;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.server.streams.UploadHandler;
import io.meshwork.api.MeshJson;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.catalog.SchemaFormat;
import io.meshwork.model.catalog.SchemaSpec;
import io.meshwork.schema.EventSchemas;
import io.meshwork.schema.SchemaFields;
import io.meshwork.schema.SchemaInference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A schema, given in one of three ways: pasted, uploaded, or inferred from sample events. */
final class SchemaField extends Div {
  private static final long serialVersionUID = 1L;
  private static final int LARGEST = 1 << 20;

  private final TextArea samples = new TextArea("Sample events");
  private final TextArea schema = new TextArea("JSON Schema");
  private final Paragraph verdict = new Paragraph();
  private transient List<JsonText> examples = List.of();

  SchemaField(Runnable changed) {
    addClassName("stack");
    samples.setHelperText(
        "One JSON object, or one a line. The schema is inferred from them, and the first become"
            + " examples that subscribers try filters on.");
    samples.setMinHeight("120px");
    samples.setMaxHeight("260px");
    samples.setWidthFull();
    samples.setId("samples");
    samples.setValueChangeMode(ValueChangeMode.LAZY);
    Button infer = new Button("Infer the schema", event -> infer());
    infer.setId("infer");
    Upload upload =
        new Upload(
            UploadHandler.inMemory(
                (metadata, bytes) -> schema.setValue(new String(bytes, StandardCharsets.UTF_8))));
    upload.setMaxFileSize(LARGEST);
    upload.setMaxFiles(1);
    upload.addFileRejectedListener(
        event ->
            fault(
                schema,
                "'%s' was not taken: %s A schema file has at most 1 MB; there is room for one."
                    .formatted(event.getFileName(), event.getErrorMessage())));
    upload.setDropAllowed(true);
    upload.setUploadButton(new Button("Upload a schema file"));
    schema.setHelperText("Drafts 4, 6, 7, 2019-09 or 2020-12.");
    schema.setMinHeight("220px");
    schema.setMaxHeight("420px");
    schema.setWidthFull();
    schema.setId("schema");
    schema.addClassName("mono");
    schema.setValueChangeMode(ValueChangeMode.LAZY);
    schema.addValueChangeListener(
        event -> {
          check();
          changed.run();
        });
    verdict.getElement().setAttribute("aria-live", "polite");
    verdict.addClassName("muted");
    Div row = new Div(infer, upload);
    row.addClassName("row");
    add(samples, row, schema, verdict);
  }

  private void infer() {
    try {
      List<JsonText> events = events(samples.getValue());
      if (events.isEmpty()) {
        fault(samples, "There is no sample: paste at least one JSON object.");
        return;
      }
      examples = events.stream().limit(5).toList();
      samples.setInvalid(false);
      schema.setValue(MeshJson.pretty(MeshJson.tree(SchemaInference.infer(events).value())));
    } catch (MeshException e) {
      fault(samples, e.text());
    }
  }

  /** Puts a schema here that somebody else wrote. */
  void fill(String text) {
    schema.setValue(text);
  }

  private static List<JsonText> events(String text) {
    List<JsonText> events = new ArrayList<>();
    try {
      JsonNode whole = MeshJson.tree(text);
      if (whole.isArray()) {
        whole.forEach(event -> events.add(new JsonText(event.toString())));
      } else {
        events.add(new JsonText(whole.toString()));
      }
    } catch (MeshException severalLines) {
      text.lines()
          .filter(line -> !line.isBlank())
          .forEach(line -> events.add(new JsonText(MeshJson.tree(line).toString())));
    }
    return events;
  }

  private void check() {
    schema.setInvalid(false);
    if (schema.isEmpty()) {
      verdict.setText("");
      return;
    }
    try {
      SchemaSpec spec = parsed();
      EventSchemas.compile(spec);
      verdict.setText(
          "A valid schema with %d fields."
              .formatted(SchemaFields.fieldNames(spec.definition()).size()));
    } catch (MeshException e) {
      fault(schema, e.text());
      verdict.setText("");
    }
  }

  private static void fault(TextArea field, String text) {
    field.setErrorMessage(text);
    field.setInvalid(true);
  }

  private SchemaSpec parsed() {
    return new SchemaSpec(
        SchemaFormat.JSON_SCHEMA, new JsonText(MeshJson.tree(schema.getValue()).toString()));
  }

  /** The schema, empty as long as there is no valid one. */
  Optional<SchemaSpec> value() {
    if (schema.isEmpty() || schema.isInvalid()) {
      return Optional.empty();
    }
    try {
      return Optional.of(parsed());
    } catch (MeshException e) {
      return Optional.empty();
    }
  }

  /** Events that the schema was inferred from. */
  List<JsonText> examples() {
    return examples;
  }

  /** Paths of the schema's fields, parts joined by dots. */
  List<String> fields() {
    return value()
        .map(
            spec ->
                SchemaFields.fieldNames(spec.definition()).stream().sorted().limit(500).toList())
        .orElse(List.of());
  }

  /** Shows a schema that there is. */
  void show(SchemaSpec spec) {
    schema.setValue(MeshJson.pretty(MeshJson.tree(spec.definition().value())));
  }
}
