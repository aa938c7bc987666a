package io.meshwork.model.catalog;

/** How far an event travels. Written in lower case with hyphens. */
public enum Routing {
  /** Only where somebody beyond wants it. */
  SMART,
  /** To every broker that subscribes, unfiltered. */
  BROADCAST
}
