package io.meshwork.console.subscription;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.formlayout.FormLayout;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.api.Kind;
import io.meshwork.console.part.Choices;
import io.meshwork.console.part.Drafts;
import io.meshwork.console.part.Notices;
import io.meshwork.console.part.Page;
import io.meshwork.console.part.Preview;
import io.meshwork.console.part.Section;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.ApplyOptions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.controlplane.catalog.ResourceQuery;
import io.meshwork.deployment.browse.Browse;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import io.meshwork.model.SubscriptionName;
import io.meshwork.model.catalog.EventTypeSelector;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** A form that subscribes an application to event types, and shows the plan before it saves. */
@Route("subscriptions/new")
@PageTitle("Subscribe · Meshwork")
@PermitAll
class NewSubscriptionView extends Page implements BeforeEnterObserver {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST_NAME = 128;

  private final transient Catalog catalog;
  private final transient ApplyDocuments documents;
  private final transient Plans plans;
  private final transient CurrentActor actor;
  private final transient SampleEvents samples;

  private final Select<String> team = new Select<>();
  private final MultiSelectComboBox<String> types = new MultiSelectComboBox<>("Event types");
  private final TextField name = new TextField("Name");
  private final FilterField filter = new FilterField(this::samples, this::changed);
  private final TransformField transform = new TransformField(this::samples, this::changed);
  private final ComboBox<String> application = new ComboBox<>("Application");
  private final Select<String> broker = new Select<>();
  private final Select<String> startAt = new Select<>();
  private final Select<String> delivery = new Select<>();
  private final Preview preview = new Preview();
  private final Button save = new Button("Subscribe", event -> save());
  private boolean named;

  NewSubscriptionView(
      Catalog catalog, ApplyDocuments documents, Plans plans, Browse browse, CurrentActor current) {
    super(
        "Subscribe",
        "Choose what you want, filter it and say where you want it. Nothing is saved until you have"
            + " seen what will happen.");
    this.catalog = catalog;
    this.documents = documents;
    this.plans = plans;
    this.actor = current;
    this.samples = new SampleEvents(catalog, browse, actor);
    buildWhat();
    buildWhere();
    save.setId("subscribe-save");
    save.addThemeVariants(ButtonVariant.PRIMARY);
    save.setEnabled(false);
    save.setDisableOnClick(true);
    content(
        new Section("1 · What you want", types, filter, transform),
        new Section(
            "2 · Where you want it",
            new FormLayout(team, name),
            new FormLayout(application, broker),
            new FormLayout(startAt, delivery)),
        preview,
        buttons());
  }

  private void buildWhat() {
    types.setId("event-types");
    types.setWidthFull();
    types.setHelperText(
        "Search by name, description or field. A pattern such as orders.* takes what comes later,"
            + " too.");
    types.setItems(
        query ->
            find(query.getFilter().orElse("")).stream()
                .skip(query.getOffset())
                .limit(query.getLimit()));
    types.setAllowCustomValue(true);
    types.addCustomValueSetListener(event -> addSelector(event.getDetail()));
    types.addValueChangeListener(
        event -> {
          filter.forgetOutcome();
          transform.forgetOutcome();
          suggestName();
          changed();
        });
    name.setId("subscription-name");
    name.setRequired(true);
    name.setHelperText("Also the name of the consumer group that your application reads in.");
    name.setValueChangeMode(ValueChangeMode.LAZY);
    name.addValueChangeListener(
        event -> {
          named = named || event.isFromClient();
          nameChanged();
        });
  }

  private void buildWhere() {
    team.setLabel("Team");
    team.setId("team");
    team.setItems(choices().teams());
    team.addValueChangeListener(event -> teamChosen());
    application.setId("application");
    application.setHelperText("Who reads. Choose one, or type a new name.");
    application.setAllowCustomValue(true);
    application.addCustomValueSetListener(event -> application.setValue(event.getDetail()));
    application.addValueChangeListener(event -> changed());
    broker.setLabel("At broker");
    broker.setId("broker");
    broker.addValueChangeListener(event -> changed());
    startAt.setLabel("Start");
    startAt.setId("start-at");
    startAt.setItems("latest", "earliest");
    startAt.setItemLabelGenerator(
        start -> start.equals("latest") ? "With new events" : "With all that is kept");
    startAt.setValue("latest");
    startAt.addValueChangeListener(event -> changed());
    delivery.setLabel("Delivery");
    delivery.setId("delivery");
    delivery.setItems("at-least-once", "at-most-once", "effectively-once");
    delivery.setValue("at-least-once");
    delivery.addValueChangeListener(event -> changed());
  }

  private Component buttons() {
    Button cancel = new Button("Cancel", event -> UI.getCurrent().navigate("subscriptions"));
    Div row = new Div(save, cancel);
    row.addClassName("row");
    return row;
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    List<String> teams = choices().teams();
    if (teams.isEmpty()) {
      preview.hint("You are a member of no team, so nobody could get the events.");
      return;
    }
    team.setValue(teams.getFirst());
    event
        .getLocation()
        .getQueryParameters()
        .getSingleParameter("type")
        .filter(type -> !type.isBlank())
        .ifPresent(type -> types.setValue(Set.of(type)));
  }

  private List<String> find(String words) {
    try {
      return catalog
          .list(
              actor.require(),
              new ResourceQuery(
                  Kind.EVENT_TYPE,
                  words.isBlank() ? null : words,
                  null,
                  ResourceQuery.MAX_LIMIT,
                  null))
          .items()
          .stream()
          .map(type -> type.name().value())
          .toList();
    } catch (MeshException e) {
      return List.of();
    }
  }

  private void addSelector(String text) {
    try {
      EventTypeSelector selector = new EventTypeSelector(text.strip());
      Set<String> all = new TreeSet<>(types.getValue());
      all.add(selector.value());
      types.setValue(all);
      types.setInvalid(false);
    } catch (MeshException e) {
      types.setErrorMessage(e.text());
      types.setInvalid(true);
    }
  }

  private void suggestName() {
    if (named || types.getValue().isEmpty() || team.isEmpty()) {
      return;
    }
    String type = new TreeSet<>(types.getValue()).first().replace("*", "all");
    String suggestion = team.getValue() + "-" + type;
    name.setValue(suggestion.substring(0, Math.min(LONGEST_NAME, suggestion.length())));
  }

  private List<SampleEvents.Sample> samples() {
    return samples.of(
        types.getValue().stream()
            .filter(type -> !type.contains("*"))
            .sorted()
            .map(EventTypeName::new)
            .toList());
  }

  private void teamChosen() {
    if (team.isEmpty()) {
      return;
    }
    List<String> applications = choices().applications(team.getValue());
    application.setItems(applications);
    if (!applications.isEmpty()) {
      application.setValue(applications.getFirst());
    }
    List<String> brokers = choices().brokers(team.getValue());
    broker.setItems(brokers);
    if (!brokers.isEmpty()) {
      broker.setValue(brokers.getFirst());
    }
    suggestName();
    changed();
  }

  private void nameChanged() {
    name.setInvalid(false);
    try {
      if (!name.isEmpty()
          && catalog.find(actor.require(), new SubscriptionName(name.getValue())).isPresent()) {
        fault("'%s' is taken; choose another name.".formatted(name.getValue()));
      }
    } catch (MeshException e) {
      fault(e.text());
    }
    changed();
  }

  private void fault(String text) {
    name.setErrorMessage(text);
    name.setInvalid(true);
  }

  private void changed() {
    String missing = missing();
    if (missing.isEmpty()) {
      save.setEnabled(
          draft().filter(d -> preview.show(plans, actor.require(), d.resources())).isPresent());
    } else {
      save.setEnabled(false);
      preview.hint(missing);
    }
  }

  private String missing() {
    if (types.isEmpty()) {
      return "Choose at least one event type.";
    }
    if (!filter.isUsable()) {
      return "The filter is not valid yet.";
    }
    if (!transform.isUsable()) {
      return "The transform is not valid yet.";
    }
    if (name.isEmpty() || name.isInvalid()) {
      return "A name is missing.";
    }
    if (application.isEmpty()) {
      return "An application is missing: choose one, or type a new name.";
    }
    return broker.isEmpty() || team.isEmpty()
        ? "A broker is missing: your team may use none yet. An operator can let it use one."
        : "";
  }

  private Optional<SubscriptionDraft> draft() {
    try {
      return Optional.of(
          new SubscriptionDraft(
              name.getValue(),
              team.getValue(),
              List.copyOf(new TreeSet<>(types.getValue())),
              new SubscriptionDraft.What(
                  filter.value().orElse(null), transform.value().orElse(null)),
              new SubscriptionDraft.Where(
                  application.getValue(),
                  broker.getValue(),
                  startAt.getValue(),
                  delivery.getValue()),
              Drafts.admitted(
                      catalog,
                      actor.require(),
                      application.getValue(),
                      broker.getValue(),
                      team.getValue())
                  .orElse(null)));
    } catch (MeshException e) {
      preview.hint(e.text());
      return Optional.empty();
    }
  }

  @Override
  public void rightsChanged(UI ui) {
    String before = team.getValue();
    List<String> teams = choices().teams();
    team.setItems(teams);
    if (before != null && teams.contains(before)) {
      team.setValue(before);
    } else if (!teams.isEmpty()) {
      team.setValue(teams.getFirst());
    }
    changed();
  }

  private Choices choices() {
    return new Choices(catalog, actor.require());
  }

  private void save() {
    try {
      SubscriptionDraft draft = draft().orElseThrow();
      if (catalog.find(actor.require(), new SubscriptionName(draft.name())).isPresent()) {
        nameChanged();
        name.focus();
        return;
      }
      documents.apply(actor.require(), draft.resources(), ApplyOptions.PLAIN);
      Notices.say("Subscribed as " + draft.name() + ".");
      UI.getCurrent().navigate("subscriptions/" + draft.name());
    } catch (MeshException e) {
      preview.fault(e);
      save.setEnabled(true);
    }
  }
}
