/** The syntax tree of event patterns. */
@org.jspecify.annotations.NullMarked
package io.meshwork.model.pattern;
