package io.meshwork.pattern;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.catalog.EventTypeSelector;
import io.meshwork.model.pattern.EventPattern;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * Subscribers that ask for the same families of event types.
 *
 * @param always who gets all of them
 * @param typed whose filters look at the event type, to be resolved bucket by bucket
 * @param untyped the other filters, in an engine that is made once
 */
record Family(
    Set<EventTypeSelector> selectors,
    BitSet always,
    List<Subscriber> typed,
    Rules<Integer> untyped) {

  static Family of(List<Subscriber> members) {
    BitSet always = new BitSet();
    List<Subscriber> typed = new ArrayList<>();
    Rules.Builder<Integer> untyped = new Rules.Builder<>();
    for (Subscriber member : members) {
      if (member.filter().isAll()) {
        always.set(member.place());
      }
      for (EventPattern pattern : member.filter().patterns()) {
        if (EventPatterns.constrainsType(pattern)) {
          FilterUnion alone = FilterUnion.none().with(pattern);
          typed.add(new Subscriber(member.place(), member.exact(), member.selectors(), alone));
        } else {
          untyped.add(pattern.root(), member.place());
        }
      }
    }
    return new Family(members.getFirst().selectors(), always, typed, untyped.build());
  }

  boolean selects(EventTypeName type) {
    return selectors.stream().anyMatch(selector -> selector.matches(type));
  }
}
