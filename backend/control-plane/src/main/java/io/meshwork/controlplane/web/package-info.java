/** The REST adapter's shared words: problem documents, pages, statuses. */
@org.jspecify.annotations.NullMarked
package io.meshwork.controlplane.web;
