/** The contract that every transport passes, by theme. */
@org.jspecify.annotations.NullMarked
package io.meshwork.transport.tck;
