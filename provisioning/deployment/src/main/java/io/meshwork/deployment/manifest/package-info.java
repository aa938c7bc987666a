/** Keeps what relays run, and gives it to them. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.manifest;
