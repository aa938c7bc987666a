/** Projects payloads: chooses fields and renames them, without changing what they hold. */
@org.jspecify.annotations.NullMarked
package io.meshwork.projection;
