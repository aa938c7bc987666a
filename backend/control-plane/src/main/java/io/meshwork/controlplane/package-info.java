/**
 * What knows the mesh: who may do what, what is declared, what happened, how links do. Imported as
 * a whole by the server.
 */
@org.jspecify.annotations.NullMarked
package io.meshwork.controlplane;
