package io.meshwork.benchmarks;

import io.meshwork.model.JsonText;
import io.meshwork.model.catalog.SchemaFormat;
import io.meshwork.model.catalog.SchemaSpec;
import io.meshwork.schema.CompiledSchema;
import io.meshwork.schema.EventSchemas;
import java.nio.charset.StandardCharsets;

/** Parse and validate one payload of about 480 bytes, one thread. */
final class SchemaBench {
  private static final int BATCH = 256;
  private static final String SCHEMA =
      """
      {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
       "required":["order","customer","total"],
       "properties":{"order":{"type":"string","maxLength":64},
         "customer":{"type":"object","required":["id"],"properties":{"id":{"type":"string"}}},
         "total":{"type":"number","minimum":0},
         "lines":{"type":"array","items":{"type":"object","required":["sku","qty"],
           "properties":{"sku":{"type":"string"},"qty":{"type":"integer","minimum":1}}}},
         "note":{"type":"string"}}}""";

  private SchemaBench() {}

  static void run(Figures figures) {
    CompiledSchema schema =
        EventSchemas.compile(new SchemaSpec(SchemaFormat.JSON_SCHEMA, new JsonText(SCHEMA)));
    byte[] payload =
        """
        {"order":"o-12345","customer":{"id":"c-7","tier":"gold"},"total":120.5,\
        "lines":[{"sku":"A-1","qty":2},{"sku":"B-2","qty":1}],"note":"%s"}"""
            .formatted("x".repeat(350))
            .getBytes(StandardCharsets.UTF_8);
    double rate =
        CpuRate.best(
            round -> {
              for (int i = 0; i < BATCH; i++) {
                schema.validate(payload);
              }
              return BATCH;
            });
    figures.add("parse and validate " + payload.length + " bytes", rate, "events/s a core");
  }
}
