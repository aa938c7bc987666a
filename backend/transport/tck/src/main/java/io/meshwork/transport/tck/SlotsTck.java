package io.meshwork.transport.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.SlotLease;
import io.meshwork.transport.spi.SlotListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Every slot is owned by one member, whoever comes and goes. */
public abstract class SlotsTck extends TransportTck {
  private static final int SLOTS = 8;

  @Test
  void givesASingleMemberEverySlot() {
    Table table = new Table(bench().slotGroup(SLOTS));

    Member alone = table.join();

    bench().await().until(() -> alone.owns(SLOTS));
    table.assertNoSlotWasOwnedTwice();
    alone.leave();
  }

  @Test
  void sharesSlotsAmongMembers() {
    Table table = new Table(bench().slotGroup(SLOTS));
    Member first = table.join();
    bench().await().until(() -> first.owns(SLOTS));

    Member second = table.join();

    bench()
        .await()
        .until(
            () -> !first.slots().isEmpty() && !second.slots().isEmpty() && table.owned() == SLOTS);
    table.assertNoSlotWasOwnedTwice();
    first.leave();
    second.leave();
  }

  @Test
  void givesTheSlotsOfOneWhoLeavesToTheOthers() {
    Table table = new Table(bench().slotGroup(SLOTS));
    Member first = table.join();
    Member second = table.join();
    bench()
        .await()
        .until(
            () -> !first.slots().isEmpty() && !second.slots().isEmpty() && table.owned() == SLOTS);

    first.leave();

    assertThat(first.slots()).isEmpty();
    bench().await().until(() -> second.owns(SLOTS));
    table.assertNoSlotWasOwnedTwice();
    second.leave();
  }

  @Test
  void takesTheSlotsOfOneWhoIsSilent() {
    Table table = new Table(bench().slotGroup(SLOTS));
    Member silent = table.join();
    bench().await().until(() -> silent.owns(SLOTS));
    silent.fallSilent();

    Member next = table.join();

    bench().await().until(() -> next.slots().size() == SLOTS);
    next.leave();
  }

  @Test
  void keepsGroupsApart() {
    Table one = new Table(bench().slotGroup(SLOTS));
    Table other = new Table(bench().slotGroup(SLOTS));

    Member first = one.join();
    Member second = other.join();

    bench().await().until(() -> first.owns(SLOTS) && second.owns(SLOTS));
    first.leave();
    second.leave();
  }

  /** Who owns what, as the members were told. */
  private final class Table {
    private final SlotGroup group;
    private final Map<SlotId, Member> owners = new ConcurrentHashMap<>();
    private final List<String> violations = new CopyOnWriteArrayList<>();

    private Table(SlotGroup group) {
      this.group = group;
    }

    private Member join() {
      Member member = new Member(this);
      member.start(bench().transport().slots(bench().access(), group, member));
      bench().closing(member::leave);
      return member;
    }

    private int owned() {
      return owners.size();
    }

    private void assertNoSlotWasOwnedTwice() {
      assertThat(violations).isEmpty();
    }
  }

  /** One relay's part, on a thread of its own as leases want it. */
  private static final class Member implements SlotListener {
    private final Table table;
    private final Set<SlotId> slots = ConcurrentHashMap.newKeySet();
    private Thread thread = Thread.currentThread();
    private volatile boolean polling = true;
    private volatile boolean silent;

    private Member(Table table) {
      this.table = table;
    }

    private void start(SlotLease lease) {
      thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (polling) {
                      lease.poll(Duration.ofMillis(100));
                    }
                    if (!silent) {
                      lease.close();
                    }
                  });
    }

    @Override
    public void acquired(Set<SlotId> acquired) {
      for (SlotId slot : acquired) {
        Member before = table.owners.putIfAbsent(slot, this);
        if (before != null) {
          table.violations.add(slot + " was given to a second member");
        }
      }
      slots.addAll(acquired);
    }

    @Override
    public void revoked(Set<SlotId> revoked) {
      slots.removeAll(revoked);
      revoked.forEach(slot -> table.owners.remove(slot, this));
    }

    private Set<SlotId> slots() {
      return Set.copyOf(slots);
    }

    private boolean owns(int count) {
      return slots.size() == count && table.owned() == count;
    }

    private void leave() {
      polling = false;
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    private void fallSilent() {
      silent = true;
      leave();
    }
  }
}
