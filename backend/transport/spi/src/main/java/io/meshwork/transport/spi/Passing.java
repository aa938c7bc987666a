package io.meshwork.transport.spi;

/** How the events of a bundle get into a target. */
public enum Passing {
  /** As they are stored, undecoded. */
  FORWARDED,
  /** Decoded, because something has to be looked at or changed, and encoded again. */
  REENCODED,
  /** Decoded and put together with others, because alone they are too few. */
  MERGED
}
