package io.meshwork.controlplane.catalog;

import io.meshwork.api.Kind;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.PublicationSpec;
import java.util.Objects;

/** Whether a publication can hold. */
final class PublicationChecks {
  private PublicationChecks() {}

  static void check(CatalogView view, Resource resource, PublicationSpec spec, Findings findings) {
    TeamName team = Owners.of(resource);
    References.application(view, spec.application(), team, "/spec/application", findings);
    References.eventType(view, spec.eventType(), team, "/spec/eventType", findings)
        .filter(type -> !Objects.equals(Owners.of(type), team))
        .ifPresent(
            type ->
                findings.add(
                    "/spec/eventType",
                    "Event type '%s' belongs to team '%s', whose applications alone publish it."
                        .formatted(type.name(), Owners.of(type))));
    References.broker(view, spec.broker(), team, "/spec/broker", findings);
    view.all(Kind.PUBLICATION)
        .filter(other -> !other.name().equals(resource.name()) && other.spec().equals(spec))
        .findFirst()
        .ifPresent(
            other ->
                findings.add(
                    "/spec",
                    "Publication '%s' says the same; one is enough.".formatted(other.name())));
  }
}
