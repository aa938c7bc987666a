package io.meshwork.relay.faults;

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
  MANIFEST("the manifest changes again and again");

  private final String words;

  Fault(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }
}
