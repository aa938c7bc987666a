package io.meshwork.deployment.plan;

import io.meshwork.api.PlanAllowances;
import io.meshwork.api.PlanDocument;
import io.meshwork.api.PlanDocument.ActionDocument;
import io.meshwork.api.PlanDocument.AttributeChange;
import io.meshwork.api.PlanScope;
import io.meshwork.model.BrokerName;
import io.meshwork.model.JsonText;
import io.meshwork.model.catalog.Rate;
import io.meshwork.planner.Action;
import io.meshwork.planner.Blocked;
import io.meshwork.planner.Causes;
import io.meshwork.planner.DesiredLink;
import io.meshwork.planner.Plan;
import io.meshwork.planner.PriceChange;
import io.meshwork.planner.Refusal;
import io.meshwork.transport.spi.ConsumerGroup;
import io.meshwork.transport.spi.PriceItem;
import io.meshwork.transport.spi.Resource;
import io.meshwork.transport.spi.ResourceId;
import io.meshwork.transport.spi.Traffic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes plans for people and programs. */
final class PlanDocuments {
  private PlanDocuments() {}

  /** The document of a plan that was just computed. */
  static PlanDocument of(Heading heading, Plan plan) {
    List<ActionDocument> actions = new ArrayList<>();
    for (Action action : plan.actions()) {
      actions.add(action(actions.size() + 1, action));
    }
    List<PlanDocument.Blocked> blocked = new ArrayList<>();
    plan.refusals().forEach(refusal -> blocked.add(blocked(refusal)));
    plan.blocked().forEach(each -> blocked.add(blocked(each)));
    return new PlanDocument(
        heading.id(),
        heading.scope(),
        plan.revision().number(),
        heading.at(),
        heading.by(),
        heading.doesMore() && plan.isApplicable() ? PlanDocument.State.READY : state(plan),
        actions,
        blocked,
        plan.prices().stream().map(PlanDocuments::price).toList(),
        heading.allowances(),
        heading.undoes(),
        heading.restores(),
        heading.notes());
  }

  /**
   * What a document says beside the plan.
   *
   * @param undoes the deployment that it takes back
   * @param restores the revision that it brings back
   * @param notes what applying it does to the catalog
   * @param doesMore whether there is something to do even without an action
   */
  record Heading(
      UUID id,
      PlanScope scope,
      Instant at,
      String by,
      PlanAllowances allowances,
      @Nullable UUID undoes,
      @Nullable Long restores,
      List<String> notes,
      boolean doesMore) {}

  private static PlanDocument.State state(Plan plan) {
    if (plan.isEmpty()) {
      return PlanDocument.State.EMPTY;
    }
    return plan.isApplicable() ? PlanDocument.State.READY : PlanDocument.State.BLOCKED;
  }

  private static ActionDocument action(int number, Action action) {
    return switch (action) {
      case Action.CreateResource create ->
          new Line("create", create.broker(), create.resource().id(), settings(create.resource()))
              .of(number, action);
      case Action.ChangeResource change ->
          new Line("change", change.broker(), change.to().id(), changes(change.changes()))
              .of(number, action);
      case Action.AdoptResource adopt ->
          new Line("adopt", adopt.broker(), adopt.resource().id(), List.of()).of(number, action);
      case Action.WithdrawAccess withdraw ->
          new Line("withdraw", withdraw.broker(), withdraw.id(), gone(withdraw.resource()))
              .of(number, action);
      case Action.DeleteResource delete ->
          new Line("delete", delete.broker(), delete.resource().id(), gone(delete.resource()))
              .of(number, action);
      case Action.ReleaseResource release ->
          new Line("release", release.broker(), release.resource().id(), List.of())
              .of(number, action);
      case Action.SwitchManifest change ->
          new Line(
                  "switch",
                  null,
                  new ResourceId("manifest", change.region().value()),
                  links(change))
              .of(number, action);
    };
  }

  private static List<AttributeChange> settings(Resource resource) {
    return resource.attributes().entrySet().stream()
        .map(each -> new AttributeChange(each.getKey(), null, each.getValue()))
        .toList();
  }

  private static List<AttributeChange> gone(Resource resource) {
    return resource.attributes().entrySet().stream()
        .map(each -> new AttributeChange(each.getKey(), each.getValue(), null))
        .toList();
  }

  private static List<AttributeChange> changes(List<io.meshwork.planner.AttributeChange> changes) {
    return changes.stream()
        .map(each -> new AttributeChange(each.name(), each.before(), each.after()))
        .toList();
  }

  private static List<AttributeChange> links(Action.SwitchManifest change) {
    List<AttributeChange> lines = new ArrayList<>();
    change.added().forEach(link -> lines.add(line(link.id().value(), null, words(link))));
    for (Action.LinkChange link : change.changed()) {
      lines.add(line(link.after().id().value(), words(link.before()), words(link.after())));
    }
    change.removed().forEach(link -> lines.add(line(link.id().value(), words(link), null)));
    return lines;
  }

  private static AttributeChange line(
      String link, @Nullable String before, @Nullable String after) {
    return new AttributeChange("link " + link, before, after);
  }

  private static String words(DesiredLink link) {
    String filters =
        link.isFiltering()
            ? link.filters().stream()
                .map(JsonText::value)
                .collect(Collectors.joining(" or ", ", filtered by ", ""))
            : ", all events";
    JsonText transform = link.transform();
    return "%s %s (%d partitions) to %s %s (%d partitions), %s%s%s%s%s"
        .formatted(
            link.from().broker(),
            link.from().address(),
            link.from().partitions(),
            link.to().broker(),
            link.to().address(),
            link.to().partitions(),
            word(link.delivery()),
            filters,
            transform == null ? "" : ", projected by " + transform,
            limit("", link.rate()),
            limit("team %s ".formatted(link.team()), link.teamRate()));
  }

  private static String limit(String whose, @Nullable Rate rate) {
    return rate == null ? "" : ", %sat most %s".formatted(whose, rate);
  }

  private static PlanDocument.Blocked blocked(Refusal refusal) {
    String path =
        refusal.path().isEmpty()
            ? ""
            : refusal.path().stream()
                .map(name -> name.value())
                .collect(Collectors.joining(" → ", " Path: ", "."));
    return new PlanDocument.Blocked(
        refusal.code().name(),
        refusal.subjects().stream().map(Causes::title).collect(Collectors.joining(", ")),
        refusal.message() + path,
        null,
        null,
        List.of(),
        List.of(),
        null,
        refusal.subjects().stream().map(Causes::title).toList(),
        false);
  }

  private static PlanDocument.Blocked blocked(Blocked blocked) {
    BrokerName broker = blocked.broker();
    return new PlanDocument.Blocked(
        blocked.code().name(),
        broker == null ? blocked.subject() : blocked.subject() + " on " + broker,
        blocked.reason(),
        broker == null ? null : broker.value(),
        broker == null ? null : blocked.subject(),
        changes(blocked.changes()),
        readers(blocked.readers()),
        traffic(blocked.traffic()),
        blocked.causes().stream().map(Causes::title).toList(),
        blocked.isForcible());
  }

  private static List<PlanDocument.Reader> readers(List<ConsumerGroup> groups) {
    return groups.stream()
        .map(group -> new PlanDocument.Reader(group.name(), group.members(), group.lag()))
        .toList();
  }

  private static PlanDocument.@Nullable Traffic traffic(@Nullable Traffic traffic) {
    return traffic == null
        ? null
        : new PlanDocument.Traffic(traffic.retained(), traffic.lastHour(), traffic.lastDay());
  }

  private static PlanDocument.Price price(PriceChange change) {
    PriceItem item = change.item();
    return new PlanDocument.Price(
        change.broker().value(),
        item.what(),
        item.unit(),
        item.quantity(),
        item.unitPrice(),
        item.currency(),
        item.source(),
        Objects.toString(item.asOf()),
        change.after(),
        item.note());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What differs from one verb to the next. */
  private record Line(
      String verb,
      @Nullable BrokerName broker,
      ResourceId resource,
      List<AttributeChange> changes) {
    ActionDocument of(int number, Action action) {
      Action.Terms terms = action.terms();
      return new ActionDocument(
          number,
          word(terms.phase()),
          verb,
          action.region().value(),
          broker == null ? null : broker.value(),
          resource.toString(),
          changes,
          word(terms.reversibility()),
          terms.precondition(),
          terms.consequence(),
          terms.causes().stream().map(Causes::title).toList(),
          Promises.waitsFor(action),
          Promises.undo(action),
          action instanceof Action.DeleteResource delete ? readers(delete.readers()) : List.of(),
          action instanceof Action.DeleteResource delete ? traffic(delete.traffic()) : null);
    }
  }
}
