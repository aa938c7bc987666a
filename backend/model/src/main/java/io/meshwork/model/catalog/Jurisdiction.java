package io.meshwork.model.catalog;

import io.meshwork.model.MeshException;
import io.meshwork.model.ModelError;
import java.util.regex.Pattern;

/** A legal space that data may have to stay in, such as {@code eu}. */
public record Jurisdiction(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9-]{1,32}");

  /** Refuses anything but 1 to 32 of a-z, 0-9 and '-'. */
  public Jurisdiction {
    if (!SHAPE.matcher(value).matches()) {
      throw new MeshException(
          ModelError.INVALID_VALUE,
          "Jurisdiction '%s' is not valid: use 1 to 32 of a-z, 0-9 and '-'.".formatted(value));
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
