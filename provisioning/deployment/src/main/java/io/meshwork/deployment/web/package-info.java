/** Plans, deployments, drift, manifests and credentials over REST. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.web;
