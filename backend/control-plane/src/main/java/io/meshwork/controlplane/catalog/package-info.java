/** What teams declare and grant, at every revision. */
@org.jspecify.annotations.NullMarked
package io.meshwork.controlplane.catalog;
