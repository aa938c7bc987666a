/**
 * The development world: real brokers, a database, an issuer and users, on loopback only. Nothing
 * that ships imports it.
 */
@NullMarked
package io.meshwork.local;

import org.jspecify.annotations.NullMarked;
