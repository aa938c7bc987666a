/** The relay: a program that runs the links of one region from a manifest. */
@org.jspecify.annotations.NullMarked
package io.meshwork.relay;
