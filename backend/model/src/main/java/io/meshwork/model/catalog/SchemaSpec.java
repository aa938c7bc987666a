package io.meshwork.model.catalog;

import io.meshwork.model.JsonText;

/**
 * An event type's schema, as its author wrote it.
 *
 * @param format its language
 * @param definition a JSON value; of a format that is not JSON, a JSON string
 */
public record SchemaSpec(SchemaFormat format, JsonText definition) {}
