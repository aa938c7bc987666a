package io.meshwork.console.part;

import com.vaadin.flow.component.HasLabel;
import com.vaadin.flow.component.shared.HasValidationProperties;
import io.meshwork.model.MeshException;
import io.meshwork.model.Violation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Puts what is wrong with a form beside the fields that it is about. */
public final class Faults {
  private final Map<String, HasValidationProperties> fields = new LinkedHashMap<>();

  /** The field for a member of the document: the last part of the pointers that name it. */
  public void at(String member, HasValidationProperties field) {
    fields.put(member, field);
  }

  /** Forgets what was shown. */
  public void clear() {
    fields.values().forEach(field -> field.setInvalid(false));
  }

  /** Shows what is wrong; what is about no field comes back in words, empty: nothing. */
  public String show(MeshException error) {
    clear();
    if (error.violations().isEmpty()) {
      return error.text();
    }
    return error.violations().stream()
        .filter(violation -> !beside(violation))
        .map(violation -> violation.pointer() + " " + violation.message())
        .collect(Collectors.joining(" "));
  }

  private boolean beside(Violation violation) {
    String pointer = violation.pointer();
    HasValidationProperties field = fields.get(pointer.substring(pointer.lastIndexOf('/') + 1));
    if (field == null) {
      return false;
    }
    String label =
        field instanceof HasLabel labelled
            ? Objects.requireNonNullElse(labelled.getLabel(), "")
            : "";
    String message = violation.message();
    field.setErrorMessage(
        message.isEmpty() || Character.isUpperCase(message.charAt(0))
            ? message
            : label + " " + message);
    field.setInvalid(true);
    return true;
  }
}
