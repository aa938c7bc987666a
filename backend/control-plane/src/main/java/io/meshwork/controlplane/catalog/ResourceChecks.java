package io.meshwork.controlplane.catalog;

import io.meshwork.model.BrokerName;
import io.meshwork.model.RegionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.ApplicationSpec;
import io.meshwork.model.catalog.BrokerSpec;
import io.meshwork.model.catalog.EventTypeSpec;
import io.meshwork.model.catalog.Member;
import io.meshwork.model.catalog.PublicationSpec;
import io.meshwork.model.catalog.Reach;
import io.meshwork.model.catalog.RegionSpec;
import io.meshwork.model.catalog.SubscriptionSpec;
import io.meshwork.model.catalog.TeamSpec;
import io.meshwork.transport.spi.Setting;
import io.meshwork.transport.spi.Settings;
import io.meshwork.transport.spi.Transport;
import io.meshwork.transport.spi.Transports;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Whether a resource can hold among the others of a view: what no document can say alone. */
@Component
class ResourceChecks {
  private final Transports transports;
  private final EventTypeChecks eventTypes;
  private final SubscriptionChecks subscriptions;

  ResourceChecks(
      Transports transports, EventTypeChecks eventTypes, SubscriptionChecks subscriptions) {
    this.transports = transports;
    this.eventTypes = eventTypes;
    this.subscriptions = subscriptions;
  }

  /** Everything wrong with it; {@code before} is what it was, if it was. */
  Findings check(CatalogView view, Resource resource, @Nullable Resource before) {
    Findings findings =
        new Findings("%s '%s'".formatted(Kinds.label(resource.kind()), resource.name()));
    MetadataChecks.check(view, resource, before, findings);
    switch (resource.spec()) {
      case TeamSpec spec -> team(spec, findings);
      case ApplicationSpec spec -> application(view, resource, spec, findings);
      case RegionSpec spec -> region(view, resource, spec, findings);
      case BrokerSpec spec -> broker(view, spec, before, findings);
      case EventTypeSpec spec -> eventTypes.check(view, resource, spec, before, findings);
      case PublicationSpec spec -> PublicationChecks.check(view, resource, spec, findings);
      case SubscriptionSpec spec -> subscriptions.check(view, resource, spec, findings);
    }
    return findings;
  }

  private static void team(TeamSpec spec, Findings findings) {
    Set<String> subjects = new HashSet<>();
    int index = 0;
    for (Member member : spec.members()) {
      if (!subjects.add(member.subject())) {
        findings.add(
            "/spec/members/" + index,
            "'%s' is named twice; give each person one role.".formatted(member.subject()));
      }
      index++;
    }
  }

  private static void application(
      CatalogView view, Resource resource, ApplicationSpec spec, Findings findings) {
    for (Map.Entry<BrokerName, String> entry : new TreeMap<>(spec.principals()).entrySet()) {
      String pointer = "/spec/principals/" + Pointers.escape(entry.getKey().value());
      References.broker(view, entry.getKey(), Owners.of(resource), pointer, findings);
      if (entry.getValue().isBlank()) {
        findings.add(pointer, "is empty; write the name under which the broker knows the program.");
      }
      view.all(resource.kind())
          .filter(other -> !other.name().equals(resource.name()))
          .filter(
              other ->
                  entry
                      .getValue()
                      .equals(other.spec(ApplicationSpec.class).principals().get(entry.getKey())))
          .findFirst()
          .ifPresent(
              _ ->
                  findings.add(
                      pointer,
                      "'%s' is another application's principal at this broker; each needs its own."
                          .formatted(entry.getValue())));
    }
  }

  private static void region(
      CatalogView view, Resource resource, RegionSpec spec, Findings findings) {
    Set<RegionName> seen = new HashSet<>();
    int index = 0;
    for (Reach reach : spec.reaches()) {
      String pointer = "/spec/reaches/%d/region".formatted(index++);
      if (reach.region().equals(resource.name())) {
        findings.add(pointer, "is the region itself; leave it out.");
      } else if (!seen.add(reach.region())) {
        findings.add(pointer, "'%s' is named twice.".formatted(reach.region()));
      } else if (view.active(reach.region()).isEmpty()) {
        findings.add(
            pointer,
            "Region '%s' does not exist; make it first, or apply both documents together."
                .formatted(reach.region()));
      }
    }
  }

  private void broker(
      CatalogView view, BrokerSpec spec, @Nullable Resource before, Findings findings) {
    findings.at(
        "/spec/transport",
        () -> {
          Transport transport = transports.get(spec.transport());
          findings.at("/spec/settings", () -> settings(transport, spec));
        });
    if (view.active(spec.region()).isEmpty()) {
      findings.add("/spec/region", "Region '%s' does not exist.".formatted(spec.region()));
    }
    int index = 0;
    for (TeamName team : spec.teams()) {
      if (view.active(team).isEmpty()) {
        findings.add("/spec/teams/" + index, "Team '%s' does not exist.".formatted(team));
      }
      index++;
    }
    if (before != null && before.spec() instanceof BrokerSpec was) {
      if (!was.transport().equals(spec.transport())) {
        findings.add(
            "/spec/transport",
            "cannot change from '%s'; declare another broker.".formatted(was.transport()));
      }
      if (!was.region().equals(spec.region())) {
        findings.add(
            "/spec/region",
            "cannot change from '%s'; declare another broker.".formatted(was.region()));
      }
    }
  }

  private static void settings(Transport transport, BrokerSpec spec) {
    List<Setting> declared = transport.settings();
    Settings.check(declared, spec.settings());
  }
}
