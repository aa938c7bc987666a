package io.meshwork.console.part;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import io.meshwork.model.MeshException;

/** Asks before something is done that cannot be taken back lightly, and says what it touches. */
public final class Confirm {
  private Confirm() {}

  /** How it is asked; {@code id} is that of the button that says yes. */
  public record Question(String title, String consequence, String yes, String id) {}

  /** Asks; then acts, and says why when that fails. Destructive. */
  public static void dangerous(Question question, Runnable act) {
    ask(question, "error primary", act);
  }

  /** Asks; then acts, and says why when that fails. */
  public static void plain(Question question, Runnable act) {
    ask(question, "primary", act);
  }

  private static void ask(Question question, String theme, Runnable act) {
    ConfirmDialog dialog = new ConfirmDialog();
    dialog.setHeader(question.title());
    dialog.setText(question.consequence());
    dialog.setCancelable(true);
    Button yes = new Button(question.yes());
    yes.getElement().setAttribute("theme", theme);
    yes.setId(question.id());
    dialog.setConfirmButton(yes);
    dialog.addConfirmListener(
        event -> {
          try {
            act.run();
          } catch (MeshException e) {
            Notices.warn(e);
          }
        });
    dialog.open();
  }
}
