/** Shows the newest events of a channel to who may see them. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.browse;
