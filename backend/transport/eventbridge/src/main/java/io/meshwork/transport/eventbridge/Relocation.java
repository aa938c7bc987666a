package io.meshwork.transport.eventbridge;

import io.meshwork.model.pattern.Condition;
import io.meshwork.model.pattern.PatternNode;
import io.meshwork.model.pattern.PatternObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the same of EventBridge's event that a pattern asks of the CloudEvent. Paths move, and no
 * two meet: of what relays write, {@code source} and {@code type} go to the envelope and all else
 * below {@code detail}; of what others write, {@code data} is {@code detail}.
 */
final class Relocation {
  /** Attributes that are a field of the envelope where no relay wrote the event. */
  static final Map<String, String> ENVELOPE =
      Map.of("id", "id", "time", "time", "awsregion", "region", "awsaccount", "account");

  /** Attributes that are a field of the envelope, by no service of AWS. */
  static final Map<String, String> NAMES = Map.of("source", "source", "type", "detail-type");

  static final String DATA = "data";
  private static final String DETAIL = "detail";

  private final Origin origin;
  private final Map<String, PatternNode> envelope = new LinkedHashMap<>();
  private final Map<String, PatternNode> detail = new LinkedHashMap<>();
  private final List<List<PatternObject>> detailAlternatives = new ArrayList<>();

  private Relocation(Origin origin) {
    this.origin = origin;
  }

  static PatternObject of(PatternObject root, Origin origin) {
    Relocation relocation = new Relocation(origin);
    root.fields().forEach(relocation::move);
    return relocation.end(root.alternatives());
  }

  private PatternObject end(List<List<PatternObject>> alternatives) {
    if (!detail.isEmpty() || !detailAlternatives.isEmpty()) {
      envelope.put(DETAIL, new PatternObject(detail, detailAlternatives));
    }
    return new PatternObject(
        envelope,
        alternatives.stream()
            .map(group -> group.stream().map(branch -> of(branch, origin)).toList())
            .toList());
  }

  private void move(String name, PatternNode node) {
    boolean leaf = node instanceof PatternNode.Conditions;
    switch (origin) {
      case RELAY -> put(leaf ? NAMES.get(name) : null, name, node);
      case OTHER -> moveOther(name, node);
      case AWS -> {
        if (name.equals("type") && node instanceof PatternNode.Conditions(List<Condition> anyOf)) {
          envelope.putAll(AwsTypes.conditions(anyOf));
        } else {
          moveOther(name, node);
        }
      }
    }
  }

  private void put(@Nullable String above, String name, PatternNode node) {
    if (above == null) {
      detail.put(name, node);
    } else {
      envelope.put(above, node);
    }
  }

  private void moveOther(String name, PatternNode node) {
    if (node instanceof PatternObject(var fields, var alternatives) && name.equals(DATA)) {
      detail.putAll(fields);
      detailAlternatives.addAll(alternatives);
    } else if (name.startsWith(DATA + ".")) {
      detail.put(name.substring(DATA.length() + 1), node);
    } else {
      envelope.put(ENVELOPE.getOrDefault(name, NAMES.getOrDefault(name, name)), node);
    }
  }
}
