/** What a transport is: everything that Meshwork asks of a kind of broker. */
@org.jspecify.annotations.NullMarked
package io.meshwork.transport.spi;
