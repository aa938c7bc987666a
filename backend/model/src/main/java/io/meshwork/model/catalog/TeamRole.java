package io.meshwork.model.catalog;

/** What a person may do in a team. Written in lower case with hyphens. */
public enum TeamRole {
  /** Reads what the team reads. */
  READER,
  /** Changes what the team owns. */
  MEMBER,
  /** Also grants, and changes the team itself. */
  OWNER
}
