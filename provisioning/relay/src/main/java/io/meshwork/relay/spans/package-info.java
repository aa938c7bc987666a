/** Tells tracing back ends which events a relay carried. */
@org.jspecify.annotations.NullMarked
package io.meshwork.relay.spans;
