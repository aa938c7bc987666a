package io.meshwork.model.catalog;

/** What deploys in a region without an operator. Written in lower case with hyphens. */
public enum AutoApply {
  /** Plans of reversible expand actions and a manifest that only adds. */
  SAFE,
  /** Every plan that is not blocked. */
  ALL,
  /** Nothing. */
  NONE
}
