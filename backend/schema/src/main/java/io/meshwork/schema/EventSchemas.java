package io.meshwork.schema;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.path.PathType;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import io.meshwork.model.catalog.SchemaFormat;
import io.meshwork.model.catalog.SchemaSpec;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Turns schemas as authors wrote them into ones that validate. Nothing is ever fetched: a reference
 * that leaves the document is refused, and the library's own loaders are closed besides.
 */
public final class EventSchemas {
  /** The largest definition, in characters. */
  public static final int MAX_CHARACTERS = 1 << 20;

  /** The deepest nesting of a definition. */
  public static final int MAX_DEPTH = 100;

  private static final Map<SchemaDraft, Schema> META = metaSchemas();

  private EventSchemas() {}

  /**
   * Compiles a schema.
   *
   * @throws MeshException {@link SchemaError#UNSUPPORTED_SCHEMA_FORMAT}, {@link
   *     SchemaError#INVALID_SCHEMA}, {@link SchemaError#REMOTE_SCHEMA_REFERENCE} or {@link
   *     SchemaError#SCHEMA_LIMIT_EXCEEDED}, with pointers into the definition
   */
  public static CompiledSchema compile(SchemaSpec spec) {
    if (spec.format() != SchemaFormat.JSON_SCHEMA) {
      throw new MeshException(
          SchemaError.UNSUPPORTED_SCHEMA_FORMAT,
          "Schema format '%s' is not supported; write the schema as 'json-schema' (drafts 4, 6, 7, 2019-09, 2020-12)."
              .formatted(spec.format().name().toLowerCase(Locale.ROOT).replace('_', '-')));
    }
    JsonNode definition = SchemaDocument.read(spec.definition());
    SchemaDraft draft = SchemaDocument.draft(definition);
    List<Violation> faults =
        Violations.of(Objects.requireNonNull(META.get(draft)).validate(definition)).stream()
            .limit(CompiledSchema.MAX_VIOLATIONS)
            .toList();
    if (!faults.isEmpty()) {
      Violation first = faults.getFirst();
      throw new MeshException(
          SchemaError.INVALID_SCHEMA,
          "The definition is not a JSON Schema (%s): at '%s', %s."
              .formatted(draft.uri(), first.pointer(), first.message()),
          faults);
    }
    SchemaReferences.check(definition, draft);
    SchemaExpressions.check(definition);
    return new CompiledSchema(draft, compile(definition, draft));
  }

  private static Schema compile(JsonNode definition, SchemaDraft draft) {
    try {
      Schema schema = registry(draft).getSchema(definition);
      schema.initializeValidators();
      return schema;
    } catch (SchemaException e) {
      throw invalid(String.valueOf(e.getMessage()), e);
    } catch (JacksonException | ArithmeticException e) {
      throw invalid("it holds a number that is too large or too long", e);
    } catch (StackOverflowError e) {
      throw invalid("it refers to itself without end", e);
    }
  }

  private static MeshException invalid(String what, Throwable cause) {
    return new MeshException(
        SchemaError.INVALID_SCHEMA, "The schema cannot be used: %s.".formatted(what), cause);
  }

  private static SchemaRegistry registry(SchemaDraft draft) {
    SchemaRegistryConfig config =
        SchemaRegistryConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ENGLISH)
            .regularExpressionFactory(BoundedExpression::of)
            .build();
    return SchemaRegistry.withDefaultDialect(
        draft.version(),
        builder ->
            builder
                .schemaRegistryConfig(config)
                .schemaLoader(
                    loader -> loader.allow(iri -> SchemaReferences.isMeta(iri.toString()))));
  }

  private static Map<SchemaDraft, Schema> metaSchemas() {
    Map<SchemaDraft, Schema> schemas = new EnumMap<>(SchemaDraft.class);
    for (SchemaDraft draft : SchemaDraft.values()) {
      schemas.put(draft, registry(draft).getSchema(SchemaLocation.of(draft.uri())));
    }
    return schemas;
  }

  /** The library's errors as ours. */
  static final class Violations {
    private Violations() {}

    static List<Violation> of(List<Error> errors) {
      return errors.stream()
          .map(error -> new Violation(error.getInstanceLocation().toString(), error.getMessage()))
          .distinct()
          .toList();
    }
  }
}
