/** Who calls and what they may do: actors, keys, tokens, the security chain of the API. */
@org.jspecify.annotations.NullMarked
package io.meshwork.controlplane.access;
