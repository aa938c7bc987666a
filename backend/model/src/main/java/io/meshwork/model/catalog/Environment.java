package io.meshwork.model.catalog;

import io.meshwork.model.MeshException;
import io.meshwork.model.ModelError;
import java.util.regex.Pattern;

/** A stage such as {@code dev} or {@code prod}. No link ever crosses from one to another. */
public record Environment(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9-]{1,32}");

  /** Refuses anything but 1 to 32 of a-z, 0-9 and '-'. */
  public Environment {
    if (!SHAPE.matcher(value).matches()) {
      throw new MeshException(
          ModelError.INVALID_VALUE,
          "Environment '%s' is not valid: use 1 to 32 of a-z, 0-9 and '-'.".formatted(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
