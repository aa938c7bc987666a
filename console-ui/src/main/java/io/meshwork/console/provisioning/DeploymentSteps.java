package io.meshwork.console.provisioning;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.progressbar.ProgressBar;
import io.meshwork.api.DeploymentDocument;
import io.meshwork.api.DeploymentDocument.Step;
import io.meshwork.api.DeploymentDocument.StepState;
import io.meshwork.api.DeploymentDocument.Wait;
import io.meshwork.api.PlanDocument;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Section;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How far a deployment is, and each of its steps in the words of its plan, phase by phase; of what
 * waits, for what and until when.
 */
final class DeploymentSteps extends Div {
  private static final long serialVersionUID = 1L;
  private static final int SHOWN = 60;

  private final transient Map<Integer, PlanDocument.ActionDocument> actions;
  private final transient Clock clock;

  /** Nothing is shown yet. */
  DeploymentSteps(List<PlanDocument.ActionDocument> planned, Clock clock) {
    this.clock = clock;
    addClassName("page-content");
    actions =
        planned.stream()
            .collect(Collectors.toMap(PlanDocument.ActionDocument::number, Function.identity()));
  }

  void show(DeploymentDocument deployment) {
    removeAll();
    add(new Section("State", state(deployment).toArray(Component[]::new)));
    List<Step> unknown = new ArrayList<>(deployment.steps());
    for (PhaseOf phase : PhaseOf.values()) {
      List<Step> steps = deployment.steps().stream().filter(step -> isOf(step, phase)).toList();
      unknown.removeAll(steps);
      if (!steps.isEmpty()) {
        add(phase(phase.title(), steps));
      }
    }
    if (!unknown.isEmpty()) {
      add(phase("Steps", unknown));
    }
  }

  private boolean isOf(Step step, PhaseOf phase) {
    PlanDocument.ActionDocument action = actions.get(step.action());
    return action != null && action.phase().equals(phase.name().toLowerCase(Locale.ROOT));
  }

  private List<Component> state(DeploymentDocument deployment) {
    List<Step> steps = deployment.steps();
    long done = steps.stream().filter(step -> step.state() == StepState.DONE).count();
    Div head =
        new Div(
            Standing.of(deployment.state()),
            new Span("%d of %d steps done".formatted(done, steps.size())));
    head.addClassName("row");
    head.setId("deployment-state");
    head.getElement().setAttribute("role", "status");
    List<Component> parts = new ArrayList<>(List.of(head));
    if (!steps.isEmpty()) {
      ProgressBar bar = new ProgressBar(0, steps.size(), done);
      bar.getElement().setAttribute("aria-label", "Steps done");
      parts.add(bar);
    }
    String problem = deployment.problem();
    if (problem != null) {
      Paragraph words = new Paragraph(problem);
      words.addClassName("fault");
      parts.add(words);
    }
    DeploymentDocument.Contract contract = deployment.contract();
    boolean takesAway = steps.stream().anyMatch(step -> isOf(step, PhaseOf.CONTRACT));
    if (contract != null && takesAway && deployment.undoneBy() == null) {
      parts.add(contract(contract, steps));
    }
    return parts;
  }

  private Component contract(DeploymentDocument.Contract contract, List<Step> steps) {
    long waiting = steps.stream().filter(step -> step.state() == StepState.WAITING).count();
    String by = contract.hurriedBy();
    String words;
    if (!contract.open()) {
      words = "Its contract phase is over: what it took away is gone.";
    } else if (by != null) {
      words =
          "%s still waits. %s ended the wait for undoing: \"%s\"."
              .formatted(count(waiting), by, contract.hurryReason());
    } else {
      words =
          "%s still waits to be taken away. Undo is exact until %s."
              .formatted(count(waiting), until(contract.undoUntil()));
    }
    Paragraph said = new Paragraph(words);
    said.setId("contract-state");
    if (contract.open()) {
      said.addClassName("notice");
    }
    return said;
  }

  private static String count(long waiting) {
    return waiting == 1 ? "1 step" : waiting + " steps";
  }

  private String until(Instant at) {
    return "%s (%s)".formatted(Moments.exact(at), Moments.until(at, clock.instant()));
  }

  private Component phase(String title, List<Step> steps) {
    List<Component> parts = new ArrayList<>();
    Set<Wait> common = common(steps);
    if (!common.isEmpty()) {
      Div all = new Div(new H3("What waits, waits for"), waits(common));
      all.addClassName("notice");
      parts.add(all);
    }
    List<Step> sorted = new ArrayList<>(steps);
    if (steps.size() > SHOWN) {
      sorted.sort(Comparator.comparingInt(DeploymentSteps::rank));
    }
    sorted.stream().limit(SHOWN).map(step -> line(step, common)).forEach(parts::add);
    if (steps.size() > SHOWN) {
      Paragraph rest = new Paragraph("and %d more".formatted(steps.size() - SHOWN));
      rest.addClassName("muted");
      parts.add(rest);
    }
    return new Section(title, parts.toArray(Component[]::new));
  }

  private static int rank(Step step) {
    return switch (step.state()) {
      case FAILED -> 0;
      case RUNNING -> 1;
      case WAITING -> 2;
      case PENDING -> 3;
      case SKIPPED -> 4;
      case DONE -> 5;
    };
  }

  /** What every waiting step of several waits for. */
  private static Set<Wait> common(List<Step> steps) {
    List<Step> waiting = steps.stream().filter(step -> !step.waitsFor().isEmpty()).toList();
    if (waiting.size() < 2) {
      return Set.of();
    }
    Set<Wait> common = new LinkedHashSet<>(waiting.getFirst().waitsFor());
    waiting.forEach(step -> common.retainAll(step.waitsFor()));
    return common;
  }

  private Component line(Step step, Set<Wait> told) {
    Span words = new Span(words(step, actions.get(step.action())));
    words.addClassName("mono");
    Div line = new Div(Standing.of(step.state()), words);
    line.addClassNames("row", "line", "step-line");
    String message = step.message();
    if (message != null) {
      Span said = new Span(message);
      said.addClassName(step.state() == StepState.FAILED ? "fault" : "muted");
      line.add(said);
    }
    List<Wait> own = step.waitsFor().stream().filter(wait -> !told.contains(wait)).toList();
    if (!own.isEmpty()) {
      line.add(waits(own));
    }
    return line;
  }

  private UnorderedList waits(Iterable<Wait> waits) {
    UnorderedList list = new UnorderedList();
    list.addClassName("waits");
    for (Wait wait : waits) {
      Instant until = wait.until();
      list.add(
          new ListItem(
              "%s %s%s"
                  .formatted(
                      title(wait),
                      wait.message(),
                      until == null ? "" : " Until " + until(until) + ".")));
    }
    return list;
  }

  private static String title(Wait wait) {
    return switch (wait.why()) {
      case UNDO_WINDOW -> "Undo:";
      case RELAY -> "A relay:";
      case IN_USE -> "In use:";
      case LINK -> "A link:";
      case FROZEN -> "Frozen:";
      case BROKER_AWAY -> "Broker away:";
      case TURN -> "Its turn:";
    };
  }

  private static String words(Step step, PlanDocument.@Nullable ActionDocument action) {
    return action == null
        ? "Step " + step.action()
        : "%s %s · %s".formatted(action.verb(), action.resource(), PlanWords.place(action));
  }
}
