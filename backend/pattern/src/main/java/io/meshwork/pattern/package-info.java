/** Compiles event patterns and matches them, many at once. */
@org.jspecify.annotations.NullMarked
package io.meshwork.pattern;
