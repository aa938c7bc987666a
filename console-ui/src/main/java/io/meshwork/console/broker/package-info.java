/** Brokers and regions. */
@org.jspecify.annotations.NullMarked
package io.meshwork.console.broker;
