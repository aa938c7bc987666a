/** The way of one event, hop by hop. */
@org.jspecify.annotations.NullMarked
package io.meshwork.console.trace;
