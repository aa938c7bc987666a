/** Plans, deployments and drift. */
@org.jspecify.annotations.NullMarked
package io.meshwork.console.provisioning;
