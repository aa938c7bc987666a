package io.meshwork.model.catalog;

/** How a subscription gets its grant. Written in lower case with hyphens. */
public enum Access {
  /** At once. */
  OPEN,
  /** When the owner says so. */
  APPROVAL
}
