package io.meshwork.console.provisioning;

import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanDocument.ActionDocument;
import io.meshwork.console.part.Moments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a plan comes to, in sentences: for who reads nothing else. */
final class PlanWords {
  private static final String CANNOT_COME_BACK = "CANNOT_COME_BACK";

  private PlanWords() {}

  /** What applying it does, in the order in which it is done. */
  static List<String> happens(PlanDocument plan) {
    List<String> words = new ArrayList<>();
    if (!plan.blocked().isEmpty()) {
      int count = plan.blocked().size();
      words.add(
          "Nothing as it stands: %s below must be decided first. After that:"
              .formatted(count == 1 ? "one thing" : count + " things"));
    }
    Long restores = plan.restores();
    if (restores != null) {
      words.add("First: brings back what revision %d of the catalog held.".formatted(restores));
    } else if (!plan.notes().isEmpty()) {
      words.add("First: saves what it was made of to the catalog.");
    }
    for (PhaseOf phase : PhaseOf.values()) {
      List<ActionDocument> actions = phase.of(plan);
      if (!actions.isEmpty()) {
        words.add("%s: %s.".formatted(phase.when(), deeds(actions)));
      }
    }
    if (words.isEmpty()) {
      words.add(
          plan.undoes() != null && plan.state() == PlanDocument.State.READY
              ? "Cancels what still waits to be taken away; nothing is done on a broker."
              : "Nothing: the mesh is as it should be.");
    }
    return words;
  }

  private static String deeds(List<ActionDocument> actions) {
    Map<String, List<ActionDocument>> byVerb =
        actions.stream()
            .collect(
                Collectors.groupingBy(
                    ActionDocument::verb, LinkedHashMap::new, Collectors.toList()));
    return byVerb.entrySet().stream()
        .map(each -> deed(each.getKey(), each.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static String deed(String verb, List<ActionDocument> actions) {
    Set<String> places = new TreeSet<>();
    actions.forEach(action -> places.add(place(action)));
    return switch (verb) {
      case "create" -> "creates %d on %s".formatted(actions.size(), in(places));
      case "change" -> "changes %d on %s".formatted(actions.size(), in(places));
      case "adopt" -> "takes over %d on %s".formatted(actions.size(), in(places));
      case "withdraw" ->
          "withdraws %s on %s"
              .formatted(
                  actions.size() == 1 ? "1 access rule" : actions.size() + " access rules",
                  in(places));
      case "delete" -> "deletes %d on %s".formatted(actions.size(), in(places));
      case "release" -> "gives back %d on %s".formatted(actions.size(), in(places));
      default -> "%s change over".formatted(in(places));
    };
  }

  private static String in(Set<String> places) {
    return String.join(", ", places);
  }

  /** Where an action is done. */
  static String place(ActionDocument action) {
    String broker = action.broker();
    return broker == null ? "relays of " + action.region() : broker;
  }

  /** Who would see a difference. */
  static List<String> notices(PlanDocument plan) {
    Set<String> words = new LinkedHashSet<>();
    for (PlanDocument.Blocked blocked : plan.blocked()) {
      used(blocked.subject(), blocked.readers(), blocked.traffic(), words);
    }
    Set<String> dependants = new TreeSet<>();
    for (ActionDocument action : plan.actions()) {
      String broker = action.broker();
      used(
          broker == null ? action.resource() : action.resource() + " on " + broker,
          action.readers(),
          action.traffic(),
          words);
      if (Danger.of(action).isHigh() || action.verb().equals("withdraw")) {
        dependants.addAll(action.causes());
      }
    }
    plan.blocked().forEach(blocked -> dependants.addAll(blocked.causes()));
    links(plan, words);
    if (!dependants.isEmpty()) {
      words.add("Depends on what changes: %s.".formatted(String.join(", ", dependants)));
    }
    if (words.isEmpty()) {
      words.add("Nobody: it takes nothing away and changes nothing that is used.");
    }
    return List.copyOf(words);
  }

  private static void used(
      String what,
      List<PlanDocument.Reader> readers,
      PlanDocument.@Nullable Traffic traffic,
      Set<String> words) {
    if (!readers.isEmpty()) {
      words.add("Readers of %s: %s.".formatted(what, readers(readers)));
    }
    if (traffic != null && traffic.lastDay() > 0) {
      words.add("Writers of %s: %s.".formatted(what, traffic(traffic)));
    }
  }

  /** Who reads. */
  static String readers(List<PlanDocument.Reader> readers) {
    return readers.stream()
        .map(
            reader ->
                String.format(
                    Locale.ROOT,
                    "group '%s' (%s, %,d behind)",
                    reader.group(),
                    reader.members() == 1 ? "1 member" : reader.members() + " members",
                    reader.lag()))
        .collect(Collectors.joining(", "));
  }

  /** What is held and was written lately. */
  static String traffic(PlanDocument.Traffic traffic) {
    return String.format(
        Locale.ROOT,
        "%,d written in the last hour, %,d in the last day, up to %,d held",
        traffic.lastHour(),
        traffic.lastDay(),
        traffic.retained());
  }

  private static void links(PlanDocument plan, Set<String> words) {
    for (ActionDocument action : PhaseOf.SWITCH.of(plan)) {
      if (!action.verb().equals("switch")) {
        continue;
      }
      long gone = action.changes().stream().filter(change -> change.after() == null).count();
      long other =
          action.changes().stream()
              .filter(change -> change.before() != null && change.after() != null)
              .count();
      if (gone + other > 0) {
        words.add(
            "Who gets events through the relays of %s: %s; events already on their way are carried to their end."
                .formatted(
                    action.region(),
                    java.util.stream.Stream.of(count(other, "changes"), count(gone, "ends"))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining(", "))));
      }
    }
  }

  private static String count(long links, String verb) {
    if (links == 0) {
      return "";
    }
    return links == 1
        ? "1 link " + verb
        : links + " links " + (verb.equals("ends") ? "end" : "change");
  }

  /** How it is taken back, and what that does not bring back. */
  static List<String> undo(PlanDocument plan, Duration window) {
    if (plan.actions().isEmpty()) {
      return List.of(
          plan.notes().isEmpty()
              ? "There is nothing to take back."
              : "Restore the revision before, under Provisioning.");
    }
    List<String> words = new ArrayList<>();
    words.add("Press Undo on its deployment, or run mesh rollback: both make a plan like this.");
    List<ActionDocument> later = PhaseOf.CONTRACT.of(plan);
    if (!later.isEmpty()) {
      words.add(
          "Exact for %s: until then what it takes away only waits."
              .formatted(Moments.span(window)));
    }
    List<String> lost = lost(plan);
    words.add(
        lost.isEmpty()
            ? "Everything comes back."
            : "Does not come back%s: %s"
                .formatted(later.isEmpty() ? "" : " afterwards", String.join("; ", lost)));
    return words;
  }

  /** What undoing does not bring back. */
  static List<String> lost(PlanDocument plan) {
    List<String> lost = new ArrayList<>();
    plan.actions().stream()
        .filter(action -> Danger.of(action) == Danger.IRREVERSIBLE)
        .map(action -> "%s on %s".formatted(action.resource(), place(action)))
        .forEach(lost::add);
    plan.blocked().stream()
        .filter(PlanDocument.Blocked::forcible)
        .map(blocked -> blocked.subject() + ", if forced")
        .forEach(lost::add);
    return lost;
  }

  /** What an undo plan leaves as it is. */
  static List<PlanDocument.Blocked> gone(PlanDocument plan) {
    return plan.blocked().stream().filter(each -> each.code().equals(CANNOT_COME_BACK)).toList();
  }
}
