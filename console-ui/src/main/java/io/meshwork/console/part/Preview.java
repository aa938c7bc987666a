package io.meshwork.console.part;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanScope;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.util.List;

/**
 * What would happen if a form were saved: the plan for its documents, or what is wrong with them.
 */
public final class Preview extends Div {
  private static final long serialVersionUID = 1L;

  private final Div body = new Div();

  /** An empty preview. */
  public Preview() {
    addClassNames("card", "preview");
    body.getElement().setAttribute("aria-live", "polite");
    add(new H2("What will happen"), body);
    hint("Fill in the form; the plan appears here before anything is saved.");
  }

  /** Says what is still missing. */
  public void hint(String text) {
    Paragraph words = new Paragraph(text);
    words.addClassName("muted");
    body.removeAll();
    body.add(words);
  }

  /** Computes and shows the plan for the resources; nothing is saved. Whether they are valid. */
  public boolean show(Plans plans, Actor actor, List<ResourceSpec> resources) {
    try {
      List<PlanScope.ResourceRef> refs =
          resources.stream()
              .map(d -> new PlanScope.ResourceRef(d.kind().word(), d.name().value()))
              .toList();
      PlanDocument plan = plans.compute(actor, new PlanScope(null, refs), resources);
      body.removeAll();
      body.add(new PlanDiff(plan));
      return true;
    } catch (MeshException e) {
      fault(e);
      return false;
    }
  }

  /** Says what is wrong with what would be saved. */
  public void fault(MeshException error) {
    body.removeAll();
    Paragraph words = new Paragraph(error.text());
    words.addClassName("fault");
    body.add(words);
    for (Violation violation : error.violations()) {
      body.add(new Div(violation.pointer() + " " + violation.message()));
    }
  }
}
