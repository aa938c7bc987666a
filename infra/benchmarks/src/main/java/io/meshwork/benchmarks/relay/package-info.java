/** Moves events between two real clusters with our relay and with others, and compares. */
@org.jspecify.annotations.NullMarked
package io.meshwork.benchmarks.relay;
