package io.meshwork.transport.spi;

import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A broker's settings, checked against what its transport declares, defaults filled in. */
public record Settings(Map<String, String> values) {
  /** Copies the values. */
  public Settings {
    values = Map.copyOf(values);
  }

  /**
   * Checks and completes.
   *
   * @throws MeshException {@link TransportError#INVALID_SETTING} with a violation a fault, pointers
   *     relative to the settings object
   */
  public static Settings check(List<Setting> declared, Map<String, String> given) {
    List<Violation> violations = new ArrayList<>();
    Map<String, String> values = new TreeMap<>();
    for (Setting setting : declared) {
      String value = given.getOrDefault(setting.name(), setting.defaultValue());
      if (value == null) {
        if (setting.required()) {
          violations.add(violation(setting.name(), "is required: " + setting.help()));
        }
      } else {
        String fault = fault(setting, value);
        if (fault != null) {
          violations.add(violation(setting.name(), fault));
        }
        values.put(setting.name(), value);
      }
    }
    List<String> names = declared.stream().map(Setting::name).toList();
    for (String name : new TreeSet<>(given.keySet())) {
      if (!names.contains(name)) {
        violations.add(violation(name, "is not a setting of this transport; there are: " + names));
      }
    }
    if (!violations.isEmpty()) {
      throw new MeshException(
          TransportError.INVALID_SETTING,
          "Setting '%s' %s"
              .formatted(
                  violations.getFirst().pointer().substring(1), violations.getFirst().message()),
          violations);
    }
    return new Settings(values);
  }

  private static Violation violation(String name, String message) {
    return new Violation("/" + name.replace("~", "~0").replace("/", "~1"), message);
  }

  private static @Nullable String fault(Setting setting, String value) {
    if (!setting.choices().isEmpty() && !setting.choices().contains(value)) {
      return "must be one of " + setting.choices() + ".";
    }
    return switch (setting.kind()) {
      case TEXT -> value.isBlank() ? "is empty." : null;
      case NUMBER -> value.matches("-?\\d{1,18}") ? null : "must be a whole number.";
      case TRUTH -> value.matches("true|false") ? null : "must be true or false.";
      case SECRET ->
          SecretReference.isReference(value)
              ? null
              : "must refer to a secret as 'env:NAME' or 'file:path'; the secret itself never goes here.";
    };
  }

  /** The value of a setting that is required or has a default. */
  public String get(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new MeshException(
          TransportError.INVALID_SETTING, "Setting '%s' is not set.".formatted(name));
    }
    return value;
  }

  /** The value, {@code null} where it is absent. */
  public @Nullable String find(String name) {
    return values.get(name);
  }

  /** The value of a setting of kind {@link Setting.Kind#NUMBER}. */
  public long number(String name) {
    return Long.parseLong(get(name));
  }
}
