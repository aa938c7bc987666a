/** Moves events: links in slot groups, slots in lanes, lanes in transactions. */
@org.jspecify.annotations.NullMarked
package io.meshwork.relay.engine;
