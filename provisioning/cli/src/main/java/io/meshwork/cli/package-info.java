/** The {@code mesh} command: the catalog, plans and events for people and CI. */
@org.jspecify.annotations.NullMarked
package io.meshwork.cli;
