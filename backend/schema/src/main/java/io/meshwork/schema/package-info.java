/** Parses event schemas, validates payloads against them and infers them from samples. */
@org.jspecify.annotations.NullMarked
package io.meshwork.schema;
