package io.meshwork.console.subscription;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.data.value.ValueChangeMode;
import io.meshwork.api.MeshJson;
import io.meshwork.console.part.Badge;
import io.meshwork.model.JsonText;
import io.meshwork.model.MeshException;
import io.meshwork.model.event.Event;
import io.meshwork.projection.Projected;
import io.meshwork.projection.Projection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** A transform: checked as one types, tried on payloads as one asks. */
final class TransformField extends Div {
  private static final long serialVersionUID = 1L;

  private final TextArea transform = new TextArea("Transform");
  private final Div outcome = new Div();
  private final transient Supplier<List<SampleEvents.Sample>> samples;

  TransformField(Supplier<List<SampleEvents.Sample>> samples, Runnable changed) {
    this.samples = samples;
    addClassName("stack");
    transform.setId("transform");
    transform.addClassName("mono");
    transform.setPlaceholder("{\"/id\": \"/order/id\", \"/customer/name\": \"/order/fullName\"}");
    transform.setHelperText(
        "Which fields of the payload you get, and under which names: target pointer to source"
            + " pointer. Empty: the payload as it is.");
    transform.setMinHeight("80px");
    transform.setMaxHeight("320px");
    transform.setWidthFull();
    transform.setValueChangeMode(ValueChangeMode.LAZY);
    transform.addValueChangeListener(
        event -> {
          check();
          changed.run();
        });
    Button tryIt = new Button("Try it on examples and newest payloads", event -> tryIt());
    tryIt.setId("try-transform");
    outcome.addClassName("stack");
    outcome.setId("transform-outcome");
    outcome.getElement().setAttribute("aria-live", "polite");
    add(transform, tryIt, outcome);
  }

  private void check() {
    outcome.removeAll();
    transform.setInvalid(false);
    if (transform.isEmpty()) {
      return;
    }
    try {
      Projection.parse(transform.getValue());
    } catch (MeshException e) {
      transform.setErrorMessage(e.text());
      transform.setInvalid(true);
    }
  }

  private void tryIt() {
    outcome.removeAll();
    if (transform.isInvalid()) {
      return;
    }
    List<SampleEvents.Sample> events = samples.get();
    if (events.isEmpty()) {
      outcome.add(
          new Paragraph(
              "There is nothing to try it on: choose an event type by name; this one may have no"
                  + " examples and no events yet."));
      return;
    }
    Projection projection = transform.isEmpty() ? null : Projection.parse(transform.getValue());
    int projected = 0;
    for (SampleEvents.Sample sample : events) {
      Event event = new Event(null, payload(sample), List.of(), 0);
      Projected result =
          projection == null ? new Projected.Written(event) : projection.project(event);
      projected += result instanceof Projected.Written ? 1 : 0;
      outcome.add(line(sample, result));
    }
    Paragraph sum =
        new Paragraph("%d of %d payloads can be projected.".formatted(projected, events.size()));
    sum.setId("transform-sum");
    outcome.addComponentAsFirst(sum);
  }

  private static byte[] payload(SampleEvents.Sample sample) {
    JsonNode data = MeshJson.tree(sample.event().value()).path("data");
    return data.isMissingNode() ? new byte[0] : data.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Component line(SampleEvents.Sample sample, Projected result) {
    return switch (result) {
      case Projected.Written(Event event) -> {
        byte[] payload = Objects.requireNonNullElse(event.payload(), new byte[0]);
        String text = new String(payload, StandardCharsets.UTF_8);
        Pre pretty = new Pre(new Code(text.isEmpty() ? "" : MeshJson.pretty(MeshJson.tree(text))));
        pretty.addClassName("payload");
        pretty.getElement().setAttribute("tabindex", "0");
        pretty.getElement().setAttribute("role", "region");
        pretty.getElement().setAttribute("aria-label", sample.label());
        yield new Details(
            row(new Badge("%d bytes".formatted(payload.length), Badge.Tone.GOOD), sample), pretty);
      }
      case Projected.Unreadable(String reason) ->
          new Details(
              row(new Badge("dead letter", Badge.Tone.BAD), sample), new Paragraph(reason + "."));
    };
  }

  private static Div row(Badge badge, SampleEvents.Sample sample) {
    Div row = new Div(badge, new Span(sample.label()));
    row.addClassName("row");
    return row;
  }

  /** Whether what is written can be saved. */
  boolean isUsable() {
    return !transform.isInvalid();
  }

  /** The transform; empty: payloads as they are. */
  Optional<JsonText> value() {
    return transform.isEmpty() || transform.isInvalid()
        ? Optional.empty()
        : Optional.of(new JsonText(transform.getValue()));
  }

  /** Forgets what was tried, since the choice of event types has changed. */
  void forgetOutcome() {
    outcome.removeAll();
  }
}
