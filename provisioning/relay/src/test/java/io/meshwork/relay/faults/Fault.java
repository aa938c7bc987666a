package io.meshwork.relay.faults;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;

/** One thing that goes wrong in a round, and is put right before the round is counted. */
enum Fault {
  RELAY_KILLED("a relay is killed (SIGKILL) and started again"),
  RELAY_STOPPED("a relay is stopped in order and started again"),
  RELAY_ASLEEP("a relay sleeps past its session (SIGSTOP) and wakes as a zombie"),
  TARGET_KILLED("the target broker is killed and started again"),
  TARGET_STOPPED("the target broker is stopped in order and started again"),
  TARGET_HANGS("the target broker hangs (SIGSTOP) for a while"),
  SOURCE_KILLED("the source broker is killed and started again"),
  SOURCE_HANGS("the source broker hangs (SIGSTOP) for a while"),
  TARGET_CUT("all connections to the target are cut, again and again"),
  SOURCE_CUT("all connections to the source are cut, again and again"),
  TARGET_DEAF("requests to the target get stuck, then connections are cut"),
  TARGET_MUTE("the target's answers get stuck, then connections are cut"),
  TARGET_SLOW("the target takes some hundred kilobytes a second"),
  REBALANCE("a third relay joins and leaves"),
  ALONE("the control plane is away while a relay is killed"),
  TARGET_FULL("the target's disk is full, and has room again when the broker is started again"),
  CLOCK("a relay's clock jumps hours and days ahead and back"),
  MANIFEST("the manifest changes again and again"),
  SOURCE_STOPPED("the source broker is stopped in order and started again"),

  TARGET_LEADER_KILLED(Site.THREE, "a target broker that leads is killed, and comes back later"),
  SOURCE_LEADER_KILLED(Site.THREE, "a source broker that leads is killed, and comes back later"),
  TARGET_CONTROLLER_KILLED(Site.THREE, "the target's controller is killed, and comes back later"),
  SOURCE_CONTROLLER_KILLED(Site.THREE, "the source's controller is killed, and comes back later"),
  TRANSACTIONS_KILLED(
      Site.THREE, "the coordinator of a slot's transactions is killed, and comes back later"),
  GROUP_KILLED(Site.THREE, "the coordinator of the relays' group is killed, and comes back later"),
  TARGET_LEADER_HANGS(
      Site.THREE, "a target broker that leads sleeps past its session (SIGSTOP) and wakes"),
  SOURCE_LEADER_HANGS(
      Site.THREE, "a source broker that leads sleeps past its session (SIGSTOP) and wakes"),
  TARGET_LEADER_FULL(
      Site.THREE, "the disk of a target broker that leads is full, and has room again later"),
  TARGET_ROLLING(Site.THREE, "the target's brokers are restarted one by one"),
  SOURCE_ROLLING(Site.THREE, "the source's brokers are restarted one by one"),
  TARGET_LEADERS_MOVE(Site.THREE, "the target's partitions are led by others, again and again"),
  SOURCE_LEADERS_MOVE(Site.THREE, "the source's partitions are led by others, again and again");

  /** Between which clusters. */
  enum Site {
    /** Of one broker each, behind wires. */
    ONE("one broker"),
    /** Of three brokers each, of which two must hold what is acknowledged. */
    THREE("three brokers");

    private final String words;

    Site(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  private final Site site;
  private final String words;

  Fault(String words) {
    this(Site.ONE, words);
  }

  Fault(Site site, String words) {
    this.site = site;
    this.words = words;
  }

  /** That of a round with this seed. */
  static Fault of(Site site, long seed) {
    List<Fault> faults = Arrays.stream(values()).filter(fault -> fault.site == site).toList();
    return faults.get(Math.floorMod(seed, faults.size()));
  }

  Site site() {
    return site;
  }

  /** Whether this machine has what it takes. */
  boolean isPossible() {
    return (this != TARGET_FULL && this != TARGET_LEADER_FULL)
        || Files.isExecutable(FullDisk.PRLIMIT);
  }

  String words() {
    return words;
  }
}
