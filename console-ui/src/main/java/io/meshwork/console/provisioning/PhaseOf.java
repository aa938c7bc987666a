package io.meshwork.console.provisioning;

import io.meshwork.api.PlanDocument;
import java.util.List;
import java.util.Locale;

/** The phases of a plan, as people read of them. */
enum PhaseOf {
  EXPAND("1 · Expand", "At once", "What is added, at once. Nothing that runs is touched by that."),
  SWITCH(
      "2 · Switch",
      "Then",
      "Relays change over as soon as all of that is there; they go on from their last positions."),
  CONTRACT("3 · Contract", "Later", "What is taken away, later.");

  private final String title;
  private final String when;
  private final String lead;

  PhaseOf(String title, String when, String lead) {
    this.title = title;
    this.when = when;
    this.lead = lead;
  }

  String title() {
    return title;
  }

  String when() {
    return when;
  }

  String lead() {
    return lead;
  }

  /** Its actions, in the order of their execution. */
  List<PlanDocument.ActionDocument> of(PlanDocument plan) {
    String word = name().toLowerCase(Locale.ROOT);
    return plan.actions().stream().filter(action -> action.phase().equals(word)).toList();
  }
}
