package io.meshwork.deployment.run;

import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanDocument.ActionDocument;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.ApiKey;
import io.meshwork.controlplane.access.ApiKeys;
import io.meshwork.controlplane.access.TeamDirectory;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.Grants;
import io.meshwork.controlplane.catalog.Resource;
import io.meshwork.deployment.store.PlanStore;
import io.meshwork.deployment.store.StoreJson;
import io.meshwork.deployment.store.StoredPlan;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.Name;
import io.meshwork.model.RegionName;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.CatalogSnapshot;
import io.meshwork.model.catalog.PublicationSpec;
import io.meshwork.model.catalog.Spec;
import io.meshwork.model.catalog.SubscriptionSpec;
import io.meshwork.planner.Causes;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Whether somebody is a second person to what a plan does in a region.
 *
 * <p>Invariant: nobody clears what they wrote themselves, by whatever name. The authors are who
 * asked for the plan, and who changed, granted or took back what its actions there come from since
 * a plan with these causes was last applied there; Meshwork itself is nobody. A key writes as the
 * person who made it. As the second pair of eyes a key counts as that person and as the whole team
 * of its application, so it clears only what people wrote who are known members of other teams.
 */
final class FourEyes {
  private static final String KEY = "key:";

  private final Catalog catalog;
  private final Grants grants;
  private final PlanStore plans;
  private final ApiKeys keys;
  private final TeamDirectory teams;

  FourEyes(Catalog catalog, Grants grants, PlanStore plans, ApiKeys keys, TeamDirectory directory) {
    this.catalog = catalog;
    this.grants = grants;
    this.plans = plans;
    this.keys = keys;
    this.teams = directory;
  }

  /** Why the actor is not a second person in the region, and who is; empty where they are. */
  Optional<String> objection(Actor actor, StoredPlan plan, RegionName region) {
    Map<String, String> authors = authors(plan, region);
    return switch (actor.holder()) {
      case Actor.Holder.Application key -> keyed(key, actor, authors, region, plan);
      case Actor.Holder.Person _, Actor.Holder.Relay _, Actor.Holder.Mesh _ ->
          authors.entrySet().stream()
              .filter(author -> person(author.getKey()).equals(actor.subject()))
              .findFirst()
              .map(author -> refusal(region, plan, deed(author)));
    };
  }

  private Optional<String> keyed(
      Actor.Holder.Application key,
      Actor actor,
      Map<String, String> authors,
      RegionName region,
      StoredPlan plan) {
    String maker = person(actor.subject());
    return authors.entrySet().stream()
        .filter(author -> !isOfOthers(author.getKey(), maker, key.team()))
        .findFirst()
        .map(
            author ->
                refusal(
                    region,
                    plan,
                    "a key of application '%s' counts as '%s', who made it, and as team '%s'; %s"
                        .formatted(key.name(), maker, key.team(), deed(author))));
  }

  /** Whether an author is surely neither the maker of a key nor of its team. */
  private boolean isOfOthers(String author, String maker, TeamName team) {
    Optional<ApiKey> theirs = key(author);
    Set<TeamName> of =
        theirs.isPresent()
            ? teams.teamOf(theirs.get().application()).map(Set::of).orElse(Set.of())
            : teams.rolesOf(author).keySet();
    String person = person(author);
    return !person.equals(maker)
        && !of.isEmpty()
        && !of.contains(team)
        && !teams.rolesOf(person).containsKey(team);
  }

  private static String deed(Map.Entry<String, String> author) {
    return "'%s' %s".formatted(author.getKey(), author.getValue());
  }

  private static String refusal(RegionName region, StoredPlan plan, String why) {
    String who =
        plan.teams().isEmpty()
            ? "another operator"
            : "another member of %s who may apply, or another operator,"
                .formatted(
                    plan.teams().stream()
                        .map("team '%s'"::formatted)
                        .collect(Collectors.joining(" and ")));
    return "Region '%s' asks for four eyes: %s. Somebody else, %s must apply it."
        .formatted(region, why, who);
  }

  /** The person behind a subject: a key's is who made it. */
  private String person(String subject) {
    return key(subject).map(ApiKey::createdBy).orElse(subject);
  }

  private Optional<ApiKey> key(String subject) {
    return subject.startsWith(KEY)
        ? keys.find(UUID.fromString(subject.substring(KEY.length())))
        : Optional.empty();
  }

  /** Subjects, each with what they did, who planned first. */
  private Map<String, String> authors(StoredPlan plan, RegionName region) {
    PlanDocument document = plan.content().document();
    Map<String, String> authors = new LinkedHashMap<>();
    add(authors, document.createdBy(), "planned this");
    List<ActionDocument> here =
        document.actions().stream()
            .filter(action -> action.region().equals(region.value()))
            .toList();
    Ground ground = new Ground(plan, region, catalog.snapshot(catalog.currentRevision()), authors);
    SortedSet<String> causes = new TreeSet<>();
    here.forEach(action -> causes.addAll(action.causes()));
    SortedSet<Name> around = new TreeSet<>(Causes.ORDER);
    for (String title : causes) {
      int kind = title.indexOf(' ');
      Name cause = StoreJson.name(title.substring(0, kind), title.substring(kind + 1));
      ground.changed(cause, Set.of(title));
      around.addAll(ground.related(cause));
    }
    around.removeIf(name -> causes.contains(Causes.title(name)));
    for (Name name : around) {
      ground.changed(name, ground.causing(name));
    }
    ground.changed(region, Set.of());
    here.stream()
        .map(ActionDocument::broker)
        .filter(Objects::nonNull)
        .distinct()
        .forEach(broker -> ground.changed(new BrokerName(broker), Set.of()));
    return authors;
  }

  private static void add(Map<String, String> authors, String subject, String deed) {
    if (!subject.equals(Actor.mesh().subject())) {
      authors.putIfAbsent(subject, deed);
    }
  }

  /** What of the catalog a plan stands on in one region. */
  private final class Ground {
    private final StoredPlan plan;
    private final RegionName region;
    private final CatalogSnapshot now;
    private final Map<String, String> authors;

    Ground(StoredPlan plan, RegionName region, CatalogSnapshot now, Map<String, String> authors) {
      this.plan = plan;
      this.region = region;
      this.now = now;
      this.authors = authors;
    }

    /** Adds who changed an entry since a plan with one of the causes was applied here. */
    void changed(Name name, Set<String> causes) {
      PlanStore.Applied last = plans.lastApplied(plan.id(), region, causes);
      boolean done = plan.state() == PlanDocument.State.APPLIED;
      for (Resource state : history(name)) {
        boolean since =
            state.revision().number() > last.revision() && state.changedAt().isAfter(last.saved());
        boolean until = !done || state.revision().number() <= plan.content().document().revision();
        if (since && until) {
          add(authors, state.changedBy(), "changed %s".formatted(Causes.title(name)));
        }
      }
      if (name instanceof SubscriptionName subscription
          && now.subscriptions().containsKey(subscription)) {
        granted(subscription, last.at());
      }
    }

    private void granted(SubscriptionName subscription, Instant since) {
      for (var grant : grants.of(Actor.mesh(), subscription)) {
        String by = grant.decidedBy();
        Instant at = grant.decidedAt();
        if (by != null && at != null && at.isAfter(since)) {
          add(authors, by, "decided what %s may read".formatted(Causes.title(subscription)));
        }
      }
    }

    private List<Resource> history(Name name) {
      try {
        return catalog.history(Actor.mesh(), name);
      } catch (MeshException e) {
        return List.of();
      }
    }

    /** Whose steps an entry shapes; none: anybody's. */
    Set<String> causing(Name name) {
      Set<String> titles = new TreeSet<>();
      if (name instanceof EventTypeName type) {
        titles.add(Causes.title(type));
        now.publications().values().stream()
            .filter(publication -> publication.spec().eventType().equals(type))
            .forEach(publication -> titles.add(Causes.title(publication.name())));
        now.subscriptions().values().stream()
            .filter(subscription -> subscription.spec().selects(type))
            .forEach(subscription -> titles.add(Causes.title(subscription.name())));
      }
      return titles;
    }

    /** What else shapes the steps that an entry causes. */
    Set<Name> related(Name cause) {
      Set<Name> related = new TreeSet<>(Causes.ORDER);
      Spec newest = history(cause).stream().findFirst().map(Resource::spec).orElse(null);
      if (newest instanceof PublicationSpec publication) {
        related.add(publication.application());
        related.add(publication.eventType());
      } else if (newest instanceof SubscriptionSpec subscription) {
        related.add(subscription.application());
        now.eventTypes().keySet().stream().filter(subscription::selects).forEach(related::add);
      }
      return related;
    }
  }
}
