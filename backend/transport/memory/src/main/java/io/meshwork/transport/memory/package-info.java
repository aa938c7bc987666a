/** The reference transport: brokers inside this process, which fail on demand. */
@org.jspecify.annotations.NullMarked
package io.meshwork.transport.memory;
