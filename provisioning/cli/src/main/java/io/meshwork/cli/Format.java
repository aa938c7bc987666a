package io.meshwork.cli;

/** How plans and deployments are told. */
enum Format {
  TEXT,
  /** As the published schemas say. */
  JSON,
  /** JUnit XML: a test case an action, a failure what is blocked. */
  JUNIT,
  /** A summary for a pull request. */
  MARKDOWN,
  /** Annotations at the documents' lines. */
  GITHUB
}
