/** Follows one event over its hops, and explains where it is not. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.trace;
