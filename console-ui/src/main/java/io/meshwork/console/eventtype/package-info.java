/** Event types: find, register, look at, change. */
@org.jspecify.annotations.NullMarked
package io.meshwork.console.eventtype;
