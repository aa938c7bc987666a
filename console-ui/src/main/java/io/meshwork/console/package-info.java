/** The console, and the server that assembles the control plane. */
@org.jspecify.annotations.NullMarked
package io.meshwork.console;
