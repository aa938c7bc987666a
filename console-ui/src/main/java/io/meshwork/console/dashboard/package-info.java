/** How the mesh does, now and over the last hour. */
@org.jspecify.annotations.NullMarked
package io.meshwork.console.dashboard;
