package io.meshwork.transport.memory;

import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotLease;
import io.meshwork.transport.spi.SlotListener;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * One membership. Phases of a poll: hear of being expelled and join anew; give up what exceeds the
 * share, after the listener has returned; claim what is free; else wait.
 */
final class MemorySlotLease implements SlotLease {
  /** How often a waiting member looks for others that have gone silent. */
  private static final long GLANCE_NANOS = Duration.ofMillis(50).toNanos();

  private final MemoryConnection connection;
  private final SlotMembers members;
  private final SlotListener listener;
  private final Set<SlotId> owned = new HashSet<>();
  private long member;

  MemorySlotLease(MemoryConnection connection, SlotGroup group, SlotListener listener) {
    this.connection = connection;
    this.members = connection.broker().members(group);
    this.listener = listener;
  }

  @Override
  public void poll(Duration wait) {
    long deadline = System.nanoTime() + wait.toNanos();
    boolean joined = connection.administer(MemoryCall.LEASE, state -> hear());
    if (!joined) {
      giveUp(Set.copyOf(owned));
      member = connection.goOn(state -> members.join());
      connection.broker().touch();
    }
    while (!settle()) {
      long now = System.nanoTime();
      if (now >= deadline || Thread.currentThread().isInterrupted()) {
        return;
      }
      long seen = connection.broker().version();
      connection.broker().awaitChange(seen, Math.min(deadline, now + GLANCE_NANOS));
      connection.goOn(state -> hear());
    }
  }

  @Override
  public void close() {
    giveUp(Set.copyOf(owned));
    connection.broker().change(state -> members.leave(member));
  }

  private boolean hear() {
    if (members.isMember(member)) {
      members.hear(member);
    }
    members.expelSilent();
    return members.isMember(member);
  }

  /** Whether anything was told to the listener. */
  private boolean settle() {
    Set<SlotId> excess =
        connection.goOn(state -> members.isMember(member) ? members.excess(member) : owned);
    if (!excess.isEmpty()) {
      giveUp(Set.copyOf(excess));
      return true;
    }
    Set<SlotId> claimed =
        connection.goOn(state -> members.isMember(member) ? members.claim(member) : Set.of());
    if (claimed.isEmpty()) {
      return false;
    }
    owned.addAll(claimed);
    listener.acquired(claimed);
    return true;
  }

  private void giveUp(Set<SlotId> slots) {
    if (!slots.isEmpty()) {
      owned.removeAll(slots);
      listener.revoked(slots);
      connection.broker().change(state -> members.release(member, slots));
    }
  }
}
