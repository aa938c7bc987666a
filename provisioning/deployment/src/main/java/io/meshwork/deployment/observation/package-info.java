/** Looks at brokers: what is there, who answers, and since when one does not. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.observation;
