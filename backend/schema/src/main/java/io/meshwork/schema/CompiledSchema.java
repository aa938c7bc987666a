package io.meshwork.schema;

import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaException;
import com.networknt.schema.ValidationLimitExceededException;
import io.meshwork.model.JsonText;
import io.meshwork.model.Violation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A schema that is ready to validate payloads. Immutable and thread-safe. */
public final class CompiledSchema {
  /** So many violations are reported at most. */
  public static final int MAX_VIOLATIONS = 100;

  /** Schemas whose branches multiply would otherwise hold a thread for hours. */
  private static final long MAX_STEPS = 2_000_000;

  private static final int MAX_DEPTH = 2_000;

  private static final ExecutionConfig BOUNDS =
      ExecutionConfig.builder()
          .locale(Locale.ENGLISH)
          .maxEvaluationSteps(MAX_STEPS)
          .maxEvaluationDepth(MAX_DEPTH)
          .build();

  private final SchemaDraft draft;
  private final Schema schema;

  CompiledSchema(SchemaDraft draft, Schema schema) {
    this.draft = draft;
    this.schema = schema;
  }

  /** The draft by whose rules it validates. */
  public SchemaDraft draft() {
    return draft;
  }

  /**
   * What is wrong with a payload: empty when it is valid, else with JSON pointers into it. A
   * payload that is not JSON, or that cannot be checked in bounded time, has one violation. Never
   * throws.
   */
  public List<Violation> validate(byte[] payload) {
    JsonNode node;
    try {
      node = SchemaDocument.MAPPER.readTree(payload);
    } catch (JacksonException e) {
      return List.of(new Violation("", SchemaDocument.fault(e)));
    }
    if (node.isMissingNode()) {
      return List.of(new Violation("", "The payload is empty; it must be one JSON value."));
    }
    try {
      return EventSchemas.Violations.of(schema.validate(node, CompiledSchema::bound)).stream()
          .limit(MAX_VIOLATIONS)
          .toList();
    } catch (SchemaException e) {
      return List.of(new Violation("", String.valueOf(e.getMessage())));
    } catch (ValidationLimitExceededException e) {
      return List.of(
          new Violation(
              "",
              "The schema takes more than %d steps or %d levels to check this payload; its alternatives multiply. Simplify it."
                  .formatted(MAX_STEPS, MAX_DEPTH)));
    } catch (JacksonException | ArithmeticException e) {
      return List.of(
          new Violation("", "The payload holds a number that is too large or too long to check."));
    } catch (StackOverflowError e) {
      return List.of(
          new Violation("", "The payload nests deeper than this schema can be followed."));
    }
  }

  private static void bound(ExecutionContext context) {
    context.setExecutionConfig(BOUNDS);
  }

  /** The same for a payload as text. */
  public List<Violation> validate(JsonText payload) {
    return validate(payload.value().getBytes(StandardCharsets.UTF_8));
  }
}
