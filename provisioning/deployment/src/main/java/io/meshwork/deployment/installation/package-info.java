/** Who this installation is. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.installation;
