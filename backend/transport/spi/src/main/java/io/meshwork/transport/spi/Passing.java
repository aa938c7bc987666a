package io.meshwork.transport.spi;

/** How the events of a bundle get into a target. */
public enum Passing {
  /** As they are stored, undecoded. */
  FORWARDED,
  /** Decoded, because something has to be looked at or changed, and encoded again. */
  REENCODED,
  /** Put together with others, their bytes as they are, because alone they are too few. */
  MERGED
}
