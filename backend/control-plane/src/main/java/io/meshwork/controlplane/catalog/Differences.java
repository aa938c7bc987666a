package io.meshwork.controlplane.catalog;

import io.meshwork.api.Documents;
import io.meshwork.api.MeshJson;
import io.meshwork.api.ResourceSpec;
import io.meshwork.model.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an apply changes in a resource, field by field. */
final class Differences {
  private Differences() {}

  static ApplyResult.Difference of(ResourceChanges.Staged staged) {
    Resource after = staged.after();
    Resource before = staged.before();
    List<ApplyResult.FieldChange> fields = new ArrayList<>();
    ApplyResult.Action action =
        switch (staged.outcome()) {
          case CREATED -> ApplyResult.Action.CREATE;
          case CHANGED -> ApplyResult.Action.CHANGE;
          case UNCHANGED -> ApplyResult.Action.UNCHANGED;
        };
    if (before != null && action == ApplyResult.Action.CHANGE) {
      compare("", tree(before), tree(after), fields);
    }
    return new ApplyResult.Difference(after.kind().word(), after.name().value(), action, fields);
  }

  /** What differs between two states, neither retired; {@code null}: there was or is none. */
  static ApplyResult.Difference between(
      Name name, @Nullable Resource before, @Nullable Resource after) {
    List<ApplyResult.FieldChange> fields = new ArrayList<>();
    ApplyResult.Action action = ApplyResult.Action.UNCHANGED;
    if (before == null && after != null) {
      action = ApplyResult.Action.CREATE;
    } else if (before != null && after == null) {
      action = ApplyResult.Action.RETIRE;
    } else if (before != null && after != null) {
      compare("", tree(before), tree(after), fields);
      action = fields.isEmpty() ? action : ApplyResult.Action.CHANGE;
    }
    return new ApplyResult.Difference(Kinds.of(name).word(), name.value(), action, fields);
  }

  private static JsonNode tree(Resource resource) {
    return MeshJson.toTree(
        Documents.document(
            new ResourceSpec(
                resource.kind(), resource.name(), resource.metadata(), resource.spec()),
            null));
  }

  private static void compare(
      String pointer,
      @Nullable JsonNode before,
      @Nullable JsonNode after,
      List<ApplyResult.FieldChange> fields) {
    if (before != null && after != null && before.isObject() && after.isObject()) {
      Set<String> names = new TreeSet<>(before.propertyNames());
      names.addAll(after.propertyNames());
      for (String name : names) {
        compare(pointer + "/" + Pointers.escape(name), before.get(name), after.get(name), fields);
      }
    } else if (!Objects.equals(text(before), text(after))) {
      fields.add(new ApplyResult.FieldChange(pointer, text(before), text(after)));
    }
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null || node.isNull() ? null : node.toString();
  }
}
