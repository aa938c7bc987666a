/** Carries out a plan's steps against brokers and manifests, whatever answers get lost. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.execution;
