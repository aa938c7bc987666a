package io.meshwork.transport.memory;

import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who shares the slots of a group. Invariant: a slot has at most one owner, and gets another only
 * after the former one has given it up or has been silent for longer than a session. Shares differ
 * by at most one slot; owners keep what they may. Guarded by the broker's lock.
 */
final class SlotMembers {
  private final MemoryBroker broker;
  private final SlotGroup group;
  private final Map<Long, Instant> heard = new LinkedHashMap<>();
  private final Map<Integer, Long> owners = new TreeMap<>();
  private long lastMember;

  SlotMembers(MemoryBroker broker, SlotGroup group) {
    this.broker = broker;
    this.group = group;
  }

  long join() {
    heard.put(++lastMember, broker.now());
    return lastMember;
  }

  boolean isMember(long member) {
    return heard.containsKey(member);
  }

  void hear(long member) {
    heard.put(member, broker.now());
  }

  void leave(long member) {
    heard.remove(member);
    owners.values().removeIf(owner -> owner == member);
  }

  void expelAll() {
    heard.clear();
    owners.clear();
  }

  void expelSilent() {
    Instant oldest = broker.now().minus(broker.session());
    List<Long> silent =
        heard.entrySet().stream()
            .filter(each -> each.getValue().isBefore(oldest))
            .map(Map.Entry::getKey)
            .toList();
    silent.forEach(this::leave);
  }

  /** What the member owns and must give up now, as its share has shrunk. */
  Set<SlotId> excess(long member) {
    List<Integer> owned = ownedBy(member);
    int share = shareOf(member);
    return owned.size() <= share ? Set.of() : ids(owned.subList(share, owned.size()));
  }

  void release(long member, Set<SlotId> slots) {
    slots.forEach(slot -> owners.remove(slot.number(), member));
  }

  /** Gives the member what is free, up to its share. */
  Set<SlotId> claim(long member) {
    int room = shareOf(member) - ownedBy(member).size();
    List<Integer> claimed = new ArrayList<>();
    for (int slot = 0; slot < group.slots() && claimed.size() < room; slot++) {
      if (owners.putIfAbsent(slot, member) == null) {
        claimed.add(slot);
      }
    }
    return ids(claimed);
  }

  /** Slots divided by members; the remainder goes to those who joined first. */
  private int shareOf(long member) {
    int rank = new ArrayList<>(heard.keySet()).indexOf(member);
    return group.slots() / heard.size() + (rank < group.slots() % heard.size() ? 1 : 0);
  }

  private List<Integer> ownedBy(long member) {
    return owners.entrySet().stream()
        .filter(each -> each.getValue() == member)
        .map(Map.Entry::getKey)
        .toList();
  }

  private Set<SlotId> ids(List<Integer> numbers) {
    Set<SlotId> ids = new TreeSet<>(Comparator.comparingInt(SlotId::number));
    numbers.forEach(number -> ids.add(new SlotId(group, number)));
    return ids;
  }
}
