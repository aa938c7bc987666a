package io.meshwork.console.part;

import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import io.meshwork.api.MeshJson;
import io.meshwork.deployment.browse.Browsed;
import io.meshwork.deployment.browse.BrowsedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;

/** The newest events of a channel, folded; for who may not see payloads, counts and examples. */
public final class EventCards extends Div {
  private static final long serialVersionUID = 1L;

  /** Nothing yet. */
  public EventCards() {
    addClassName("stack");
  }

  /** Shows what was found. */
  public void show(Browsed browsed, Instant now) {
    removeAll();
    for (Browsed.Channel channel : browsed.channels()) {
      Long retained = channel.retained();
      String problem = channel.problem();
      Span words =
          new Span(
              "%s on %s%s%s"
                  .formatted(
                      channel.address(),
                      channel.broker(),
                      retained == null
                          ? ""
                          : String.format(Locale.ROOT, ": up to %,d events retained", retained),
                      problem == null ? "" : ": " + problem));
      words.addClassName("muted");
      add(words);
    }
    if (!browsed.payloadsVisible()) {
      add(
          new Paragraph(
              "Payloads are shown to the owner and to granted subscriptions. These are the"
                  + " published examples."));
      browsed
          .examples()
          .forEach(
              example -> add(payload("Example", MeshJson.pretty(MeshJson.tree(example.value())))));
    } else if (browsed.events().isEmpty()) {
      add(
          new Empty(
              VaadinIcon.HOURGLASS,
              "No event yet",
              "Publish one with the command on this page; it appears here within a second."));
    }
    browsed.events().forEach(event -> add(card(event, now)));
  }

  private static Details card(BrowsedEvent event, Instant now) {
    String key = event.key();
    Span where =
        new Span(
            " %s/%d%s · %,d bytes"
                .formatted(
                    event.channel(),
                    event.partition(),
                    key == null ? "" : " · key " + key,
                    event.payloadBytes()));
    where.addClassName("muted");
    Div summary = new Div(Moments.ago(event.at(), now), where);
    Facts headers = new Facts();
    event.headers().forEach(header -> headers.fact(header.name(), String.valueOf(header.value())));
    String text = event.payload();
    String shown =
        text == null
            ? "(tombstone: no payload)"
            : event.encoding() == BrowsedEvent.Encoding.JSON
                    && text.getBytes(StandardCharsets.UTF_8).length == event.payloadBytes()
                ? MeshJson.pretty(MeshJson.tree(text))
                : text;
    Details details = new Details(summary, new Div(headers, payload("Payload", shown)));
    details.addClassName("event-card");
    return details;
  }

  private static Pre payload(String label, String text) {
    Pre pre = new Pre(new Code(text));
    pre.addClassNames("payload");
    pre.getElement().setAttribute("tabindex", "0");
    pre.getElement().setAttribute("role", "region");
    pre.getElement().setAttribute("aria-label", label);
    return pre;
  }
}
