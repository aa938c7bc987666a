package io.meshwork.transport.memory;

import io.meshwork.model.MeshException;
import io.meshwork.transport.spi.Identity;
import io.meshwork.transport.spi.SlotGroup;
import io.meshwork.transport.spi.SlotId;
import io.meshwork.transport.spi.TransportError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One broker inside this process: topics with partitions, grants, marks, logins, groups,
 * transactions and slots. Any thread; one lock guards all of it, so that every call is atomic.
 */
public final class MemoryBroker {
  private static final Duration DEFAULT_SESSION = Duration.ofSeconds(10);

  private final String name;
  private final Clock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final MemoryFaults faults;
  private final Map<String, SlotMembers> members = new HashMap<>();
  private final Map<String, SlotOwner> owners = new HashMap<>();
  private BrokerState state = new BrokerState();
  private Duration session = DEFAULT_SESSION;
  private @Nullable String secret;
  private long identities;
  private long version;

  MemoryBroker(String name, Clock clock) {
    this.name = name;
    this.clock = clock;
    this.faults = new MemoryFaults(name, this::touch);
  }

  /** What the setting {@code broker} says. */
  public String name() {
    return name;
  }

  /** What goes wrong here. */
  public MemoryFaults faults() {
    return faults;
  }

  /** What others do here, past every fault and grant. */
  public MemoryForeigner foreigner() {
    return new MemoryForeigner(this);
  }

  /** From now on only who knows the secret is let in without naming a principal. */
  public void requireSecret(String required) {
    change(any -> secret = required);
  }

  /** How long a member of a group of slots may be silent; 10 s unless told. */
  public void sessionTimeout(Duration timeout) {
    change(any -> session = timeout);
  }

  /** All who share slots lose them at once, as if they had been silent; they hear it later. */
  public void expelSlotMembers() {
    change(any -> members.values().forEach(SlotMembers::expelAll));
  }

  /** Everything that is kept here now. */
  public Backup backup() {
    return locked(now -> new Backup(now.copy()));
  }

  /** Everything is as it was then; open transactions are gone and writers are shut out. */
  public void restore(Backup backup) {
    change(
        any -> {
          owners.values().forEach(SlotOwner::shutOut);
          state = backup.kept.copy();
        });
  }

  /** What a broker once kept. */
  public static final class Backup {
    private final BrokerState kept;

    private Backup(BrokerState kept) {
      this.kept = kept;
    }
  }

  /** A call over the network: counted, faulty on demand, atomic. */
  <T> T call(MemoryCall kind, Function<BrokerState, T> effect) {
    boolean answerLost = faults.reached(kind);
    T answer = kind.changes() ? locked(effect) : look(effect);
    if (answerLost) {
      throw MemoryFaults.unreachable(
          "Broker '%s' hung up at %s before it answered.".formatted(name, kind));
    }
    return answer;
  }

  /** Atomic, and nothing that faults know of. */
  <T> T locked(Function<BrokerState, T> effect) {
    lock.lock();
    try {
      T answer = effect.apply(state);
      signal();
      return answer;
    } finally {
      lock.unlock();
    }
  }

  /** Atomic, without an answer. */
  void change(Consumer<BrokerState> effect) {
    lock.lock();
    try {
      effect.accept(state);
      signal();
    } finally {
      lock.unlock();
    }
  }

  /** Atomic, and wakes nobody. */
  <T> T look(Function<BrokerState, T> effect) {
    lock.lock();
    try {
      return effect.apply(state);
    } finally {
      lock.unlock();
    }
  }

  void touch() {
    change(any -> {});
  }

  /** How often anything has changed here. */
  long version() {
    return look(any -> version);
  }

  /** Waits for a change after a version; false once the deadline has passed or on interrupt. */
  boolean awaitChange(long seen, long deadlineNanos) {
    lock.lock();
    try {
      while (version == seen) {
        long left = deadlineNanos - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        boolean signalled = changed.await(left, TimeUnit.NANOSECONDS);
        if (!signalled && version == seen) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  Instant now() {
    return clock.instant();
  }

  Duration session() {
    return look(any -> session);
  }

  /** Never given before, also not before a restore. */
  Identity nextIdentity() {
    return look(any -> new Identity("%s-%06d".formatted(name, ++identities)));
  }

  SlotMembers members(SlotGroup group) {
    return look(any -> members.computeIfAbsent(group.name(), key -> new SlotMembers(this, group)));
  }

  SlotOwner owner(SlotId slot) {
    return look(any -> owners.computeIfAbsent(BrokerState.key(slot), key -> new SlotOwner(this)));
  }

  /** Lets in who knows the secret; a principal that nobody made knows none. */
  void authenticate(@Nullable String principal, @Nullable String given) {
    boolean known = principal == null ? isAdministrator(given) : isPrincipal(principal, given);
    if (!known) {
      throw new MeshException(
          TransportError.AUTHENTICATION_FAILED,
          "Broker '%s' does not know %s with this secret; check the setting 'secret'."
              .formatted(name, principal == null ? "you" : "principal '" + principal + "'"));
    }
  }

  private boolean isAdministrator(@Nullable String given) {
    return look(any -> secret == null || secret.equals(given));
  }

  private boolean isPrincipal(String principal, @Nullable String given) {
    return look(
        now -> {
          BrokerState.Login login = now.logins.get(principal);
          return login != null && login.secret().equals(given);
        });
  }

  private void signal() {
    version++;
    changed.signalAll();
  }
}
