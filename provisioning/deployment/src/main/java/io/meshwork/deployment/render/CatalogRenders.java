package io.meshwork.deployment.render;

import io.meshwork.api.Kind;
import io.meshwork.api.RenderDocument;
import io.meshwork.api.ResourceSpec;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.Guarded;
import io.meshwork.controlplane.access.Operation;
import io.meshwork.controlplane.access.Permissions;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.ApplyOptions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.model.BrokerName;
import io.meshwork.model.ChannelId;
import io.meshwork.model.JsonText;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.planner.Causes;
import io.meshwork.planner.DesiredBroker;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.DesiredState;
import io.meshwork.planner.LinkEnd;
import io.meshwork.planner.Planner;
import io.meshwork.planner.Refusal;
import io.meshwork.transport.spi.Need;
import io.meshwork.transport.spi.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Renders what the planner makes of the catalog with documents laid over it. */
final class CatalogRenders implements Renders {
  private final Planner planner;
  private final Catalog catalog;
  private final ApplyDocuments documents;
  private final Permissions permissions;

  CatalogRenders(
      Planner planner, Catalog catalog, ApplyDocuments documents, Permissions permissions) {
    this.planner = planner;
    this.catalog = catalog;
    this.documents = documents;
    this.permissions = permissions;
  }

  @Override
  public RenderDocument render(Actor actor, List<ResourceSpec> specs, @Nullable String prune) {
    View view = view(actor, specs);
    CatalogSnapshot snapshot =
        specs.isEmpty() && prune == null
            ? catalog.snapshot(catalog.currentRevision())
            : documents.overlay(actor, specs, new ApplyOptions(true, prune, null)).snapshot();
    DesiredState desired = planner.desired(snapshot);
    List<RenderDocument.Broker> brokers = new ArrayList<>();
    desired
        .brokers()
        .forEach(
            (name, broker) -> {
              RenderDocument.Broker rendered = broker(name, broker, view);
              if (!rendered.resources().isEmpty() || !rendered.limits().isEmpty()) {
                brokers.add(rendered);
              }
            });
    List<RenderDocument.Link> links = new ArrayList<>();
    desired
        .manifests()
        .forEach(
            (region, all) ->
                all.values().stream()
                    .filter(link -> view.isNamed(link.causes()) || view.isNamed(link.eventType()))
                    .forEach(link -> links.add(link(region, link, view))));
    return new RenderDocument(
        snapshot.revision().number(),
        brokers,
        links,
        desired.refusals().stream()
            .filter(refusal -> view.isNamed(refusal.subjects()))
            .map(refusal -> refusal(refusal, view))
            .toList());
  }

  private View view(Actor actor, List<ResourceSpec> specs) {
    if (specs.isEmpty()) {
      permissions.require(actor, Operation.PLAN, Guarded.mesh());
      return new View(null, true);
    }
    Set<Name> names = new HashSet<>();
    boolean ofMesh = false;
    for (ResourceSpec spec : specs) {
      names.add(spec.name());
      TeamName team = spec.kind() == Kind.TEAM ? (TeamName) spec.name() : spec.metadata().team();
      permissions.require(
          actor, Operation.PLAN, team == null ? Guarded.mesh() : Guarded.ofTeam(team));
      ofMesh |= team == null;
    }
    return new View(names, ofMesh || actor.seesEverything());
  }

  /**
   * What of the mesh is shown.
   *
   * @param names that the documents name, {@code null}: all
   * @param whole whether also what others cause is told
   */
  private record View(@Nullable Set<Name> names, boolean whole) {
    boolean isNamed(Name name) {
      return names == null || names.contains(name);
    }

    boolean isNamed(Collection<? extends Name> causes) {
      return names == null || causes.stream().anyMatch(names::contains);
    }

    List<String> titles(Collection<? extends Name> causes) {
      return Causes.of(causes).stream()
          .filter(name -> whole || isNamed(name))
          .map(Causes::title)
          .toList();
    }
  }

  private static RenderDocument.Broker broker(BrokerName name, DesiredBroker broker, View view) {
    List<RenderDocument.Resource> resources = new ArrayList<>();
    for (Resource resource : broker.rendering().resources()) {
      Set<Name> causes = new HashSet<>();
      for (Need need : broker.rendering().needs().getOrDefault(resource.id(), Set.of())) {
        causes.addAll(causes(need));
      }
      if (view.isNamed(causes) || view.isNamed(name)) {
        resources.add(
            new RenderDocument.Resource(
                resource.id().toString(), resource.attributes(), view.titles(causes)));
      }
    }
    return new RenderDocument.Broker(
        name.value(),
        broker.region().value(),
        broker.transport().value(),
        resources,
        broker.rendering().limitsBroken().stream()
            .filter(broken -> broken.needs().stream().anyMatch(need -> view.isNamed(causes(need))))
            .map(Objects::toString)
            .toList());
  }

  /** Who asks for it; of a channel of an event type also that, whose shape it has. */
  private static Set<Name> causes(Need need) {
    Set<Name> causes = new HashSet<>(need.causes());
    if (need instanceof Need.Channel channel) {
      switch (channel.id()) {
        case ChannelId.Entry entry -> causes.add(entry.eventType());
        case ChannelId.Arrival arrival -> causes.add(arrival.eventType());
        case ChannelId.Subscribed _, ChannelId.DeadLetter _, ChannelId.DeadTransfers _ -> {}
      }
    }
    return causes;
  }

  private static RenderDocument.Link link(RegionName region, DesiredLink link, View view) {
    List<String> filters =
        link.filters().stream()
            .map(JsonText::value)
            .filter(filter -> view.whole() || own(link, view).contains(filter))
            .toList();
    return new RenderDocument.Link(
        region.value(),
        link.id().value(),
        link.eventType().value(),
        end(link.from()),
        end(link.to()),
        link.delivery().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        link.isFiltering(),
        filters,
        view.titles(link.causes()),
        transform(link, view));
  }

  private static @Nullable String transform(DesiredLink link, View view) {
    JsonText transform = link.transform();
    SubscriptionName subscription = link.subscription();
    boolean shown = subscription != null && (view.whole() || view.isNamed(subscription));
    return transform == null || !shown ? null : transform.value();
  }

  /** The filters of subscriptions that the caller named. */
  private static Set<String> own(DesiredLink link, View view) {
    return link.demands().entrySet().stream()
        .filter(entry -> view.isNamed(entry.getKey()))
        .map(entry -> entry.getValue().filter())
        .filter(Objects::nonNull)
        .map(JsonText::value)
        .collect(Collectors.toSet());
  }

  private static String end(LinkEnd end) {
    return end.broker() + " " + end.address();
  }

  private static RenderDocument.Refusal refusal(Refusal refusal, View view) {
    return new RenderDocument.Refusal(
        refusal.code().name(),
        String.join(", ", view.titles(refusal.subjects())),
        refusal.message());
  }
}
