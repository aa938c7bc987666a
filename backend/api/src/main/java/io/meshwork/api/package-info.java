/** The wire: what REST, manifests and reports look like, and the client that speaks it. */
@org.jspecify.annotations.NullMarked
package io.meshwork.api;
