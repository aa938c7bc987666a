/** Where the relay's work comes from: the control plane, else the disk. */
@org.jspecify.annotations.NullMarked
package io.meshwork.relay.manifest;
