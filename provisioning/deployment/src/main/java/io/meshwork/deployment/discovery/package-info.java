/** Finds what a broker holds that is not ours, and proposes event types. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.discovery;
