/** An event on its way: bytes plus headers, never parsed. */
@org.jspecify.annotations.NullMarked
package io.meshwork.model.event;
