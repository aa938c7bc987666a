/** The schema versions of event types. */
@org.jspecify.annotations.NullMarked
package io.meshwork.controlplane.registry;
