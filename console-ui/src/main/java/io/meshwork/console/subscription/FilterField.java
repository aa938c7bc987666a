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
import io.meshwork.model.pattern.EventPattern;
import io.meshwork.pattern.EventPatterns;
import io.meshwork.pattern.PatternMatcher;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** An event pattern: checked as one types, tried on events as one asks. */
final class FilterField extends Div {
  private static final long serialVersionUID = 1L;

  private final TextArea pattern = new TextArea("Filter");
  private final Div outcome = new Div();
  private final transient Supplier<List<SampleEvents.Sample>> samples;

  FilterField(Supplier<List<SampleEvents.Sample>> samples, Runnable changed) {
    this.samples = samples;
    addClassName("stack");
    pattern.setId("filter");
    pattern.addClassName("mono");
    pattern.setPlaceholder("{\"data\": {\"action\": [\"opened\"]}}");
    pattern.setHelperText(
        "An event pattern over the CloudEvents JSON: attributes such as type at the top, the"
            + " payload under data. Empty: every event.");
    pattern.setMinHeight("110px");
    pattern.setMaxHeight("320px");
    pattern.setWidthFull();
    pattern.setValueChangeMode(ValueChangeMode.LAZY);
    pattern.addValueChangeListener(
        event -> {
          check();
          changed.run();
        });
    Button tryIt = new Button("Try it on examples and newest events", event -> tryIt());
    tryIt.setId("try-filter");
    outcome.addClassName("stack");
    outcome.setId("filter-outcome");
    outcome.getElement().setAttribute("aria-live", "polite");
    add(pattern, tryIt, outcome);
  }

  private void check() {
    outcome.removeAll();
    pattern.setInvalid(false);
    if (pattern.isEmpty()) {
      return;
    }
    try {
      EventPatterns.parse(pattern.getValue());
    } catch (MeshException e) {
      pattern.setErrorMessage(e.text());
      pattern.setInvalid(true);
    }
  }

  private void tryIt() {
    outcome.removeAll();
    if (pattern.isInvalid()) {
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
    Optional<PatternMatcher> matcher =
        pattern.isEmpty()
            ? Optional.empty()
            : Optional.of(PatternMatcher.of(EventPatterns.parse(pattern.getValue())));
    int matches = 0;
    for (SampleEvents.Sample sample : events) {
      boolean match = matcher.isEmpty() || matcher.get().matches(sample.event());
      matches += match ? 1 : 0;
      outcome.add(line(sample, match));
    }
    Paragraph sum = new Paragraph("%d of %d events match.".formatted(matches, events.size()));
    sum.setId("filter-sum");
    outcome.addComponentAsFirst(sum);
  }

  private static Component line(SampleEvents.Sample sample, boolean match) {
    Div summary =
        new Div(
            match ? new Badge("match", Badge.Tone.GOOD) : new Badge("no match", Badge.Tone.PLAIN),
            new Span(sample.label()));
    summary.addClassName("row");
    Pre text = new Pre(new Code(MeshJson.pretty(MeshJson.tree(sample.event().value()))));
    text.addClassName("payload");
    text.getElement().setAttribute("tabindex", "0");
    text.getElement().setAttribute("role", "region");
    text.getElement().setAttribute("aria-label", sample.label());
    return new Details(summary, text);
  }

  /** Whether what is written can be saved. */
  boolean isUsable() {
    return !pattern.isInvalid();
  }

  /** The pattern; empty: every event. */
  Optional<JsonText> value() {
    if (pattern.isEmpty() || pattern.isInvalid()) {
      return Optional.empty();
    }
    EventPattern parsed = EventPatterns.parse(pattern.getValue());
    return Optional.of(parsed.source());
  }

  /** Forgets what was tried, since the choice of event types has changed. */
  void forgetOutcome() {
    outcome.removeAll();
  }
}
