/** Grants: an owner's word on who may have which event type. */
@org.jspecify.annotations.NullMarked
package io.meshwork.console.grant;
