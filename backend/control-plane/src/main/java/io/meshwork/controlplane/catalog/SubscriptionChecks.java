package io.meshwork.controlplane.catalog;

import io.meshwork.model.EventTypeName;
import io.meshwork.model.JsonText;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.EventTypeSelector;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.Place;
import io.meshwork.model.catalog.SubscriptionSpec;
import io.meshwork.pattern.EventPatterns;
import io.meshwork.projection.Projection;
import io.meshwork.transport.spi.EndpointKind;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.Transports;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether a subscription can hold. */
@Component
class SubscriptionChecks {
  private final Transports transports;

  SubscriptionChecks(Transports transports) {
    this.transports = transports;
  }

  void check(CatalogView view, Resource resource, SubscriptionSpec spec, Findings findings) {
    TeamName team = Owners.of(resource);
    References.application(view, spec.application(), team, "/spec/application", findings);
    int index = 0;
    for (EventTypeSelector selector : spec.eventTypes()) {
      selector(view, selector, spec, team, "/spec/eventTypes/" + index, findings);
      index++;
    }
    JsonText filter = spec.filter();
    if (filter != null) {
      findings.at("/spec/filter", () -> EventPatterns.parse(filter.value()));
    }
    JsonText transform = spec.transform();
    if (transform != null) {
      findings.at("/spec/transform", () -> Projection.parse(transform.value()));
    }
    index = 0;
    for (String pointer : spec.reads()) {
      if (!Pointers.isPointer(pointer)) {
        findings.add(
            "/spec/reads/" + index,
            "'%s' is not a JSON pointer into the payload; write one such as '/order/id'."
                .formatted(pointer));
      }
      index++;
    }
    place(view, spec.at(), team, findings);
  }

  private static void selector(
      CatalogView view,
      EventTypeSelector selector,
      SubscriptionSpec spec,
      @Nullable TeamName team,
      String pointer,
      Findings findings) {
    if (!selector.isExact()) {
      return;
    }
    findings.at(
        pointer,
        () ->
            References.eventType(view, new EventTypeName(selector.value()), team, pointer, findings)
                .map(type -> type.spec(EventTypeSpec.class))
                .filter(type -> spec.delivery().compareTo(type.delivery()) > 0)
                .ifPresent(
                    type ->
                        findings.add(
                            "/spec/delivery",
                            "is '%s', but event type '%s' promises at most '%s'."
                                .formatted(
                                    Words.of(spec.delivery()),
                                    selector,
                                    Words.of(type.delivery())))));
  }

  private void place(CatalogView view, Place at, @Nullable TeamName team, Findings findings) {
    Optional<Resource> broker =
        References.broker(view, at.broker(), team, "/spec/at/broker", findings);
    if (broker.isEmpty() || !(at instanceof Place.AtEndpoint endpoint)) {
      return;
    }
    List<EndpointKind> kinds =
        transports.get(broker.get().spec(BrokerSpec.class).transport()).endpointKinds();
    Optional<EndpointKind> kind =
        kinds.stream().filter(k -> k.name().equals(endpoint.kind())).findFirst();
    if (kind.isEmpty()) {
      findings.add(
          "/spec/at/endpoint/kind",
          "'%s' is not a kind that broker '%s' pushes to; there are: %s."
              .formatted(
                  endpoint.kind(), at.broker(), kinds.stream().map(EndpointKind::name).toList()));
      return;
    }
    findings.at(
        "/spec/at/endpoint/settings",
        () -> Settings.check(kind.get().settings(), endpoint.settings()));
  }
}
