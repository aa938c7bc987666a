package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.Metadata;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What every kind's metadata must be. */
final class MetadataChecks {
  private static final Pattern SET = Pattern.compile("[a-z0-9]([a-z0-9._-]{0,126}[a-z0-9])?");
  private static final int MAX_LABEL = 256;

  private MetadataChecks() {}

  static void check(
      CatalogView view, Resource resource, @Nullable Resource before, Findings findings) {
    Metadata metadata = resource.metadata();
    owner(view, resource, findings);
    if (before != null
        && !before.retired()
        && !Objects.equals(before.metadata().team(), metadata.team())) {
      findings.add(
          "/metadata/team",
          "cannot change from '%s' by a put; hand an event type over with ':transfer'."
              .formatted(before.metadata().team()));
    }
    String set = metadata.set();
    if (set != null) {
      set(set, "/metadata/set", findings);
      moved(set, before, findings);
    }
    if (hasNul(metadata.description())) {
      findings.add("/metadata/description", "holds the character U+0000, which cannot be kept.");
    }
    metadata
        .labels()
        .forEach(
            (key, value) -> {
              if (key.isBlank()
                  || key.length() > MAX_LABEL
                  || value.length() > MAX_LABEL
                  || hasNul(key)
                  || hasNul(value)) {
                findings.add(
                    "/metadata/labels/" + Pointers.escape(key),
                    "must have a key and at most %d characters on either side, none U+0000."
                        .formatted(MAX_LABEL));
              }
            });
  }

  /** Whether it can be a set's name. */
  static void set(String set, String pointer, Findings findings) {
    if (!SET.matcher(set).matches()) {
      findings.add(pointer, "'%s' is not a name.".formatted(set));
    }
  }

  /** Pruning a set ends what it holds, so nothing gets into one, or into another, by the way. */
  private static void moved(String set, @Nullable Resource before, Findings findings) {
    if (before == null || before.retired() || set.equals(before.metadata().set())) {
      return;
    }
    String is = before.metadata().set();
    findings.add(
        "/metadata/set",
        "is '%s', but %s"
                .formatted(
                    set,
                    is == null ? "it was made without a set" : "set '%s' manages it".formatted(is))
            + "; an owner takes it over first with ':take-over' (mesh take-over %s/%s %s)."
                .formatted(before.kind().path(), before.name(), set));
  }

  private static boolean hasNul(String text) {
    return text.indexOf('\0') >= 0;
  }

  private static void owner(CatalogView view, Resource resource, Findings findings) {
    TeamName team = resource.metadata().team();
    if (ofMesh(resource.kind())) {
      if (team != null) {
        findings.add(
            "/metadata/team",
            "%s belongs to the mesh; leave team out.".formatted(Kinds.label(resource.kind())));
      }
    } else if (team == null) {
      if (resource.kind() != Kind.TEAM) {
        findings.add("/metadata/team", "is required: the team that owns it.");
      }
    } else if (resource.kind() == Kind.TEAM) {
      findings.add("/metadata/team", "A team belongs to itself; leave team out.");
    } else if (view.active(team).isEmpty()) {
      findings.add("/metadata/team", "Team '%s' does not exist.".formatted(team));
    }
  }

  /** Whether resources of the kind belong to the mesh rather than to a team. */
  static boolean ofMesh(Kind kind) {
    return switch (kind) {
      case REGION, BROKER -> true;
      case TEAM, APPLICATION, EVENT_TYPE, PUBLICATION, SUBSCRIPTION -> false;
    };
  }
}
