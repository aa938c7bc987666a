/** Compares what a link's source and target hold. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.verify;
