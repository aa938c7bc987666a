package io.meshwork.console.map;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import io.meshwork.api.DeadLetterDocument;
import io.meshwork.api.DeadLetterDocument.Content;
import io.meshwork.console.part.Facts;
import io.meshwork.console.part.Moments;

/** One dead letter, with its event for who may see it. */
final class DeadLetterDialog extends Dialog {
  private static final long serialVersionUID = 1L;

  DeadLetterDialog(DeadLetterDocument letter) {
    setHeaderTitle("Dead letter");
    Div all = new Div(facts(letter));
    all.setId("dead-letter");
    all.addClassName("stack");
    Content event = letter.event();
    if (event == null) {
      all.add(
          new Paragraph(
              "Its event is shown to the owner of its type, and to whom the type was granted to."));
    } else {
      all.add(headers(event), payload(letter, event));
    }
    add(all);
    getFooter().add(new Button("Cancel", click -> close()));
  }

  private static Facts facts(DeadLetterDocument letter) {
    return new Facts()
        .fact("Letter", letter.id())
        .fact("Refused because", letter.reason())
        .fact("Attempts", Integer.toString(letter.attempts()))
        .fact("First refused", Moments.exact(letter.first()))
        .fact("Last refused", Moments.exact(letter.last()))
        .fact(
            "From",
            "%s, partition %d, position %s"
                .formatted(letter.channel(), letter.partition(), letter.position()));
  }

  private static Facts headers(Content event) {
    Facts facts = new Facts().fact("Key", event.key() == null ? "none" : event.key());
    event
        .headers()
        .forEach(each -> facts.fact(each.name(), each.value() == null ? "" : each.value()));
    return facts;
  }

  private static Div payload(DeadLetterDocument letter, Content event) {
    Div div = new Div();
    switch (letter.kept()) {
      case WHOLE -> {
        Pre text = new Pre(event.payload() == null ? "no payload" : event.payload());
        text.addClassName("code");
        div.add(text);
      }
      case HEADERS, KEY ->
          div.add(
              new Paragraph(
                  "Its payload was too large to be kept. A redrive reads it again where it came"
                      + " from, as long as it is there."));
    }
    return div;
  }
}
