/** Turns plans into what is there: stores them, runs them, watches drift, serves manifests. */
@org.jspecify.annotations.NullMarked
package io.meshwork.deployment;
