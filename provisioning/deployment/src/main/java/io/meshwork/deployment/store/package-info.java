/** What deployment keeps in PostgreSQL. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment.store;
