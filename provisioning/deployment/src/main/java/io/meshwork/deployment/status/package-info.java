/** Tells what was provisioned for a subscription. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.status;
