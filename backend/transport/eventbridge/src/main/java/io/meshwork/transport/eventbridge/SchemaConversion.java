package io.meshwork.transport.eventbridge;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What EventBridge's schema registry can hold of a schema.
 *
 * @param fidelity how much of it
 * @param content a JSON Schema of draft 4, keys sorted, {@code null} where it is skipped
 * @param reasons what is left out, or why it is skipped: a sentence each
 */
record SchemaConversion(Fidelity fidelity, @Nullable String content, List<String> reasons) {
  /** What the registry calls the language. */
  static final String TYPE = "JSONSchemaDraft4";

  /** How the registry's schema stands to the catalog's. */
  enum Fidelity {
    /** The same payloads are valid. */
    EXACT,
    /** All payloads that were valid are, and others too. */
    WIDER,
    /** The registry gets none. */
    SKIPPED
  }

  /** Copies. */
  SchemaConversion {
    reasons = List.copyOf(reasons);
  }

  static SchemaConversion skipped(String reason) {
    return new SchemaConversion(Fidelity.SKIPPED, null, List.of(reason));
  }
}
