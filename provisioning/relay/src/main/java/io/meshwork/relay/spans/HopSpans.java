package io.meshwork.relay.spans;

/** Where sampled events are told of. Any thread; never waits. */
public interface HopSpans extends AutoCloseable {
  /** Tells nobody. */
  HopSpans OFF =
      new HopSpans() {
        @Override
        public boolean isOn() {
          return false;
        }

        @Override
        public int bundles() {
          return 0;
        }

        @Override
        public void committed(HopSpan hop, long at) {}

        @Override
        public void lost(long spans) {}

        @Override
        public long dropped() {
          return 0;
        }

        @Override
        public void close() {}
      };

  /** Whether anybody wants to be told; where not, nothing is looked at. */
  boolean isOn();

  /**
   * Into which share of the bundles that are forwarded undecoded to look: one of so many; 0: none.
   */
  int bundles();

  /** The event is committed at the target, at that moment in milliseconds since 1970. */
  void committed(HopSpan hop, long at);

  /** So many could not be kept until their commit. */
  void lost(long spans);

  /** How many were not told of, for lack of room or of a back end that takes them. */
  long dropped();

  @Override
  void close();
}
