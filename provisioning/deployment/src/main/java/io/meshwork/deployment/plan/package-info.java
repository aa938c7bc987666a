/** Computes plans, stores them, and finds them again. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.plan;
