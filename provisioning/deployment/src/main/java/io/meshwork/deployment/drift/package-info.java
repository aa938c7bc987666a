/** Finds what differs from what was last applied. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.drift;
