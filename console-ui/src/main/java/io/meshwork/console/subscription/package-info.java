/** Subscriptions: find, make, follow. */
@org.jspecify.annotations.NullMarked
package io.meshwork.console.subscription;
