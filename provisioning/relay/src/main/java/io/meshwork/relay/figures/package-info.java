/** What links do, in numbers: counted by lanes, read by reports and metrics. */
@org.jspecify.annotations.NullMarked
package io.meshwork.relay.figures;
