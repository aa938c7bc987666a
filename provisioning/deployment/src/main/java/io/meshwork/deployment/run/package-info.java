/** Runs deployments, one a broker at a time, over several control planes. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.run;
