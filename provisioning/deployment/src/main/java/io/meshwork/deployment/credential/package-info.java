/** Makes credentials of applications on brokers. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.credential;
