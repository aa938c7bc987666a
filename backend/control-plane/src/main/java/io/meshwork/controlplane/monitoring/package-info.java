/** How links do now and did in the last hour. */
@org.jspecify.annotations.NullMarked
package io.meshwork.controlplane.monitoring;
