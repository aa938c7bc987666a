package io.meshwork.model.catalog;

/** The language that a schema is written in. Written in lower case with hyphens. */
public enum SchemaFormat {
  /** JSON Schema, drafts 4 to 2020-12. */
  JSON_SCHEMA,
  /** Apache Avro. */
  AVRO,
  /** Protocol Buffers. */
  PROTOBUF
}
