package io.meshwork.relay.faults;

import io.meshwork.model.catalog.DeliveryClass;
import io.meshwork.relay.KafkaMesh;
import io.meshwork.relay.RelayProcess;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One round: events of each class flow, something goes wrong at a moment, is put right, and all is
 * counted.
 */
final class Round {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final Duration QUIET = Duration.ofSeconds(4);
  private static final int MOST_EVENTS = 40_000;

  private static final List<Duration> JUMPS =
      List.of(
          Duration.ofHours(2),
          Duration.ofHours(-1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(-30),
          Duration.ofDays(2),
          Duration.ofDays(-2),
          Duration.ofSeconds(-5));

  /** Published of each class at a time, five times a second. */
  private static final int STEP = 30;

  private final FaultWorld world;
  private final long seed;
  private final Random random;
  private final Fault fault;
  private final List<Flow> flows;
  private volatile boolean over;
  private volatile long from;
  private volatile long end;
  private volatile long healed;
  private double load;

  Round(FaultWorld world, long seed) {
    this.world = world;
    this.seed = seed;
    this.random = new Random(seed * 0x9E3779B97F4A7C15L);
    this.fault = Fault.of(world.site(), seed);
    this.flows = Arrays.stream(DeliveryClass.values()).map(Flow::new).toList();
  }

  /**
   * What a round came to for the events of one class.
   *
   * @param lost that have not come up to now
   * @param violations changed, out of order, or twice where that is not promised
   * @param resumeMillis from the moment when all is right again to the last event
   * @param silenceMillis how long, at most, no event of a partition came
   * @param load of the machine, in hundredths
   */
  record Count(
      long seed,
      Fault fault,
      DeliveryClass delivery,
      long published,
      long lost,
      long repeated,
      int violations,
      long resumeMillis,
      long silenceMillis,
      long load) {}

  /** The events of one class in this round. */
  private final class Flow {
    private final DeliveryClass delivery;
    private final Ledger ledger;
    private final long repeatedBefore;
    private final int faultsBefore;
    private long repeated;
    private List<String> found = List.of();
    private long heard;
    private long resumed;
    private boolean settled;
    private Duration silence = Duration.ZERO;

    private Flow(DeliveryClass delivery) {
      this.delivery = delivery;
      this.ledger = world.ledger(delivery);
      this.repeatedBefore = ledger.repeated();
      this.faultsBefore = ledger.faults().size();
    }

    private void read() {
      heard = System.nanoTime();
      while (!isOver()) {
        if (ledger.read(Duration.ofMillis(50))) {
          heard = System.nanoTime();
        }
      }
      resumed = settled || ledger.isComplete() ? heard : System.nanoTime();
      repeated = ledger.repeated() - repeatedBefore;
      found = List.copyOf(ledger.faults().subList(faultsBefore, ledger.faults().size()));
      silence = ledger.silence();
    }

    /** Complete; or it never will be, which is counted. */
    private boolean isOver() {
      if (end == 0) {
        return false;
      }
      long quiet = System.nanoTime() - Math.max(heard, healed);
      return ledger.isComplete()
          || quiet > LIMIT.toNanos()
          || (delivery == DeliveryClass.AT_MOST_ONCE && quiet > QUIET.toNanos() && isSettled());
    }

    /** Positions are committed before the events: these may still be under way, for as long. */
    private boolean isSettled() {
      boolean before = settled;
      settled = world.isSettled(delivery);
      if (settled && !before) {
        heard = System.nanoTime();
      }
      return settled && before;
    }

    private Count count() {
      return new Count(
          seed,
          fault,
          delivery,
          end - from,
          ledger.missing(from, end),
          repeated,
          found.size(),
          Math.max(0, Duration.ofNanos(resumed - healed).toMillis()),
          silence.toMillis(),
          Math.round(load * 100));
    }
  }

  void run() {
    from = world.published();
    flows.forEach(flow -> flow.ledger.listen());
    int atLeast = 200 + random.nextInt(600);
    int before = 200 + random.nextInt(800);
    boolean isChanging = random.nextInt(3) == 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<Void>> all =
          Stream.concat(
                  Stream.of(start(() -> publish(atLeast), threads)),
                  flows.stream().map(flow -> start(flow::read, threads)))
              .toList();
      FaultWorld.pause(Duration.ofMillis(before));
      CompletableFuture<Void> changes = start(() -> change(isChanging), threads);
      try {
        inject();
      } finally {
        healed = System.nanoTime();
        over = true;
      }
      changes.join();
      all.forEach(CompletableFuture::join);
    }
    load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static CompletableFuture<Void> start(Runnable task, Executor threads) {
    return CompletableFuture.runAsync(task, threads);
  }

  /** So many at least, and for as long as it lasts, and once more when it is over. */
  private void publish(int atLeast) {
    int count = 0;
    boolean last = false;
    try {
      while (!last) {
        last = (over && count >= atLeast) || count >= MOST_EVENTS;
        world.publish(STEP);
        count += STEP;
        FaultWorld.pause(Duration.ofMillis(last ? 0 : 200));
      }
    } finally {
      end = world.published();
    }
  }

  /** In some rounds the manifest changes beside all else. */
  private void change(boolean isChanging) {
    for (int i = 0; isChanging && i < 3 && !over; i++) {
      world.serve();
      FaultWorld.pause(Duration.ofMillis(700));
    }
  }

  /** What broke a promise, some of it. */
  List<String> findings() {
    return flows.stream()
        .flatMap(
            flow ->
                flow.found.stream()
                    .limit(50)
                    .map(each -> "%d %s %s: %s".formatted(seed, fault, flow.delivery, each)))
        .toList();
  }

  /** What has come of it up to now; events that are late may still come with the next round. */
  List<Count> counts() {
    return flows.stream().map(Flow::count).toList();
  }

  private void inject() {
    switch (fault) {
      case RELAY_KILLED -> replace(RelayProcess::kill);
      case RELAY_STOPPED -> replace(RelayProcess::stop);
      case RELAY_ASLEEP -> sleep();
      case TARGET_KILLED -> restart("us", true);
      case TARGET_STOPPED -> restart("us", false);
      case SOURCE_KILLED -> restart("eu", true);
      case SOURCE_STOPPED -> restart("eu", false);
      case TARGET_HANGS -> hang("us");
      case SOURCE_HANGS -> hang("eu");
      case TARGET_CUT -> cut("us");
      case SOURCE_CUT -> cut("eu");
      case TARGET_DEAF -> stall(Wire.Mood.STALL, Wire.Mood.PASS);
      case TARGET_MUTE -> stall(Wire.Mood.PASS, Wire.Mood.STALL);
      case TARGET_SLOW -> {
        world.wire("us").moods(Wire.Mood.SLOW, Wire.Mood.PASS);
        FaultWorld.pause(Duration.ofMillis(3_000 + random.nextInt(3_000)));
        world.wire("us").moods(Wire.Mood.PASS, Wire.Mood.PASS);
      }
      case REBALANCE -> {
        RelayProcess third = world.start();
        FaultWorld.pause(Duration.ofMillis(4_000 + random.nextInt(3_000)));
        third.stop();
      }
      case ALONE -> {
        world.controlPlane().stop();
        replace(RelayProcess::kill);
        FaultWorld.pause(Duration.ofSeconds(2));
        world.controlPlane().startAgain();
      }
      case TARGET_FULL -> fill();
      case CLOCK -> jump();
      case MANIFEST -> {
        for (int i = 0; i < 5; i++) {
          world.serve();
          FaultWorld.pause(Duration.ofMillis(200 + random.nextInt(500)));
        }
      }
      case TARGET_LEADER_KILLED,
          SOURCE_LEADER_KILLED,
          TARGET_CONTROLLER_KILLED,
          SOURCE_CONTROLLER_KILLED,
          TRANSACTIONS_KILLED,
          GROUP_KILLED,
          TARGET_LEADER_HANGS,
          SOURCE_LEADER_HANGS,
          TARGET_LEADER_FULL,
          TARGET_ROLLING,
          SOURCE_ROLLING,
          TARGET_LEADERS_MOVE,
          SOURCE_LEADERS_MOVE ->
          new ThreeBrokers(world, anyClass(), random).inject(fault);
    }
  }

  private void sleep() {
    RelayProcess one = any();
    one.pause();
    FaultWorld.pause(Duration.ofMillis(7_500 + random.nextInt(3_000)));
    one.resume();
  }

  private void fill() {
    String topic = world.channel(anyClass(), "us");
    new FullDisk(world.cluster("us"))
        .fill(topic, random.nextInt(KafkaMesh.PARTITIONS), random.nextInt(20_000));
    FaultWorld.pause(Duration.ofMillis(random.nextInt(2_000)));
    world.cluster("us").start();
  }

  private DeliveryClass anyClass() {
    return flows.get(random.nextInt(flows.size())).delivery;
  }

  /** By seconds, hours and days, ahead and back, and right in the end. */
  private void jump() {
    RelayClock clock = RelayClock.of(any());
    for (int i = 0; i < 4; i++) {
      clock.set(JUMPS.get(random.nextInt(JUMPS.size())));
      FaultWorld.pause(Duration.ofMillis(500 + random.nextInt(2_000)));
    }
    clock.set(Duration.ZERO);
  }

  private RelayProcess any() {
    return world.relays().get(random.nextInt(world.relays().size()));
  }

  private void replace(Consumer<RelayProcess> end) {
    RelayProcess one = any();
    end.accept(one);
    world.relays().remove(one);
    world.relays().add(world.start());
  }

  private void restart(String region, boolean kill) {
    if (kill) {
      world.cluster(region).kill();
    } else {
      world.cluster(region).stop();
    }
    FaultWorld.pause(Duration.ofMillis(random.nextInt(2_000)));
    world.cluster(region).start();
  }

  private void hang(String region) {
    world.cluster(region).pause();
    FaultWorld.pause(Duration.ofMillis(2_000 + random.nextInt(6_000)));
    world.cluster(region).resume();
  }

  private void cut(String region) {
    for (int i = 0; i < 8; i++) {
      world.wire(region).cut();
      FaultWorld.pause(Duration.ofMillis(100 + random.nextInt(500)));
    }
  }

  private void stall(Wire.Mood toBroker, Wire.Mood toClient) {
    world.wire("us").moods(toBroker, toClient);
    FaultWorld.pause(Duration.ofMillis(1_000 + random.nextInt(7_000)));
    world.wire("us").cut();
    world.wire("us").moods(Wire.Mood.PASS, Wire.Mood.PASS);
  }
}
