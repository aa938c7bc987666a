/** Measures what the reference pages claim; prints, and writes figures as JSON. */
@org.jspecify.annotations.NullMarked
package io.meshwork.benchmarks;
