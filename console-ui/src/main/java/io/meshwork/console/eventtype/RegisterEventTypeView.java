package io.meshwork.console.eventtype;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.details.Details;
import com.vaadin.flow.component.formlayout.FormLayout;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.PageTitle;
import com.vaadin.flow.router.Route;
import io.meshwork.api.MeshJson;
import io.meshwork.api.ResourceDocument;
import io.meshwork.console.part.Choices;
import io.meshwork.console.part.Drafts;
import io.meshwork.console.part.Moments;
import io.meshwork.console.part.Notices;
import io.meshwork.console.part.Page;
import io.meshwork.console.part.Preview;
import io.meshwork.console.part.Section;
import io.meshwork.controlplane.access.CurrentActor;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.ApplyOptions;
import io.meshwork.controlplane.catalog.Catalog;
import io.meshwork.deployment.discovery.Discovery;
import io.meshwork.deployment.plan.Plans;
import io.meshwork.model.BrokerName;
import io.meshwork.model.EventTypeName;
import io.meshwork.model.MeshException;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A form that registers an event type and who publishes it, and shows the plan before it saves. */
@Route("event-types/new")
@PageTitle("Register an event type · Meshwork")
@PermitAll
class RegisterEventTypeView extends Page implements BeforeEnterObserver {
  private static final long serialVersionUID = 1L;
  private static final String UNKEYED = "(no key: events are spread evenly)";

  private final transient Catalog catalog;
  private final transient ApplyDocuments documents;
  private final transient Plans plans;
  private final transient Discovery discovery;
  private final transient CurrentActor actor;

  private final Select<String> team = new Select<>();
  private final TextField name = new TextField("Name");
  private final TextArea description = new TextArea("Description");
  private final SchemaField schema = new SchemaField(this::changed);
  private final ComboBox<String> key = new ComboBox<>("Key");
  private final ComboBox<String> application = new ComboBox<>("Published by application");
  private final Select<String> broker = new Select<>();
  private final IntegerField partitions = new IntegerField("Partitions");
  private final Select<String> retention = new Select<>();
  private final Select<String> access = new Select<>();
  private final Select<String> visibility = new Select<>();
  private final Select<String> classification = new Select<>();
  private final Preview preview = new Preview();
  private final Button save = new Button("Register", event -> save());

  RegisterEventTypeView(
      Catalog catalog,
      ApplyDocuments documents,
      Plans plans,
      Discovery discovery,
      CurrentActor current) {
    super(
        "Register an event type",
        "Say what it is called, what it looks like and who publishes it. Nothing is saved until you"
            + " have seen what will happen.");
    this.catalog = catalog;
    this.documents = documents;
    this.plans = plans;
    this.discovery = discovery;
    this.actor = current;
    build();
    content(what(), looks(), publisher(), advanced(), preview, buttons());
    chooseTeam();
  }

  /** What was found on a broker fills the form; it is looked at anew, with the rights of now. */
  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    event.getLocation().getQueryParameters().getSingleParameter("found").ifPresent(this::found);
  }

  private void found(String place) {
    int end = place.indexOf('/');
    String where = place.substring(0, Math.max(0, end));
    String resource = place.substring(end + 1);
    try {
      String words = resource.substring(resource.indexOf(' ') + 1);
      discovery
          .discover(
              actor.require(),
              new BrokerName(where),
              new Discovery.Query(words, null, Discovery.MAX_LISTED, null))
          .items()
          .stream()
          .filter(item -> item.resource().equals(resource))
          .findFirst()
          .flatMap(item -> Optional.ofNullable(item.proposal()))
          .ifPresentOrElse(
              proposal -> fill(proposal.document(), where),
              () -> Notices.warn("'%s' is not there to be registered.".formatted(resource)));
    } catch (MeshException e) {
      Notices.warn(e);
    }
  }

  private void fill(ResourceDocument found, String where) {
    JsonNode spec = found.spec();
    name.setValue(found.metadata().name());
    description.setValue(String.valueOf(found.metadata().description()));
    partitions.setValue(spec.path("partitions").asInt());
    String span = spec.path("retention").asString();
    if (retention.getListDataView().getItems().noneMatch(span::equals)) {
      retention.getListDataView().addItem(span);
    }
    retention.setValue(span);
    if (broker.getListDataView().getItems().anyMatch(where::equals)) {
      broker.setValue(where);
    }
    schema.fill(MeshJson.pretty(spec.at("/schema/definition")));
  }

  private void build() {
    team.setLabel("Team");
    team.setItems(choices().teams());
    team.setId("team");
    team.addValueChangeListener(event -> teamChosen());
    name.setId("name");
    name.setRequired(true);
    name.setHelperText(
        "Such as orders.order.placed: a-z, 0-9, '.', '_' and '-', at most 128 characters.");
    name.setValueChangeMode(ValueChangeMode.LAZY);
    name.addValueChangeListener(event -> nameChanged());
    description.setId("description");
    description.setHelperText(
        "What happened when this event is published? Subscribers search here.");
    key.setId("key");
    key.setHelperText("Events with the same key keep their order.");
    key.setItems(UNKEYED);
    key.setValue(UNKEYED);
    key.addValueChangeListener(event -> changed());
    application.setId("application");
    application.setHelperText("Choose one, or type a new name.");
    application.setAllowCustomValue(true);
    application.addCustomValueSetListener(event -> application.setValue(event.getDetail()));
    application.addValueChangeListener(event -> changed());
    broker.setLabel("On broker");
    broker.setId("broker");
    broker.addValueChangeListener(event -> changed());
    partitions.setValue(6);
    partitions.setMin(1);
    partitions.setMax(1000);
    partitions.setStepButtonsVisible(true);
    partitions.setHelperText("How many may work on it side by side. Cannot shrink later.");
    retention.setItemLabelGenerator(span -> Moments.span(Duration.parse(span)));
    // What was found on a broker may be kept for another time.
    choice(retention, "Kept for", new ArrayList<>(List.of("PT24H", "P3D", "P7D", "P30D")), "P7D");
    choice(access, "Access", List.of("approval", "open"), "approval");
    choice(visibility, "Visibility", List.of("public", "private"), "public");
    choice(
        classification,
        "Classification",
        List.of("public", "internal", "confidential", "restricted"),
        "internal");
    save.setId("register-save");
    save.addThemeVariants(ButtonVariant.PRIMARY);
    save.setEnabled(false);
    save.setDisableOnClick(true);
  }

  private void choice(Select<String> select, String label, List<String> items, String initial) {
    select.setLabel(label);
    select.setItems(items);
    select.setValue(initial);
    select.addValueChangeListener(event -> changed());
  }

  private Component what() {
    return new Section("1 · What it is", new FormLayout(team, name), description);
  }

  private Component looks() {
    return new Section("2 · What it looks like", schema, key);
  }

  private Component publisher() {
    return new Section("3 · Who publishes it", new FormLayout(application, broker));
  }

  private Component advanced() {
    Details details =
        new Details(
            "More choices",
            new FormLayout(partitions, retention, access, visibility, classification));
    details.addClassName("card");
    return details;
  }

  private Component buttons() {
    Button cancel =
        new Button("Cancel", event -> getUI().ifPresent(ui -> ui.navigate("event-types")));
    Div row = new Div(save, cancel);
    row.addClassName("row");
    return row;
  }

  private void chooseTeam() {
    List<String> teams = choices().teams();
    if (teams.isEmpty()) {
      preview.hint("You are a member of no team, so there is nothing that you could register.");
    } else {
      team.setValue(teams.getFirst());
    }
  }

  private void teamChosen() {
    if (team.getValue() == null) {
      return;
    }
    application.setItems(choices().applications(team.getValue()));
    List<String> brokers = choices().brokers(team.getValue());
    broker.setItems(brokers);
    if (!brokers.isEmpty()) {
      broker.setValue(brokers.getFirst());
    }
    changed();
  }

  private void nameChanged() {
    name.setInvalid(false);
    try {
      if (!name.isEmpty()
          && catalog.find(actor.require(), new EventTypeName(name.getValue())).isPresent()) {
        fault("'%s' is taken; choose another name.".formatted(name.getValue()));
      }
    } catch (MeshException e) {
      fault(e.text());
    }
    changed();
  }

  private void fault(String text) {
    name.setInvalid(true);
    name.setErrorMessage(text);
  }

  private void changed() {
    offerKeys();
    Optional<EventTypeDraft> draft = draft();
    if (draft.isEmpty()) {
      save.setEnabled(false);
      preview.hint(missing());
    } else {
      save.setEnabled(preview.show(plans, actor.require(), draft.get().resources()));
    }
  }

  private String missing() {
    if (name.isEmpty() || name.isInvalid()) {
      return "A name is missing.";
    }
    return schema.value().isEmpty()
        ? "A schema is missing: paste one, or infer it from sample events."
        : "A team is missing.";
  }

  private void offerKeys() {
    List<String> pointers =
        schema.fields().stream().map(path -> "/" + path.replace('.', '/')).toList();
    List<String> offered = new ArrayList<>(List.of(UNKEYED));
    offered.addAll(pointers);
    String before = key.getValue();
    if (key.getListDataView().getItemCount() != offered.size()) {
      key.setItems(offered);
      key.setValue(before != null && offered.contains(before) ? before : UNKEYED);
    }
  }

  private Optional<EventTypeDraft> draft() {
    if (name.isEmpty() || name.isInvalid() || team.isEmpty() || partitions.isEmpty()) {
      return Optional.empty();
    }
    String publisher = application.isEmpty() ? null : application.getValue();
    return schema
        .value()
        .map(
            spec ->
                new EventTypeDraft(
                    name.getValue(),
                    team.getValue(),
                    description.getValue(),
                    spec,
                    schema.examples(),
                    key.isEmpty() || key.getValue().equals(UNKEYED) ? null : key.getValue(),
                    new EventTypeDraft.Advanced(
                        partitions.getValue(),
                        retention.getValue(),
                        access.getValue(),
                        visibility.getValue(),
                        classification.getValue()),
                    publisher,
                    broker.getValue(),
                    admitted(publisher)));
  }

  private @Nullable ResourceDocument admitted(@Nullable String publisher) {
    return publisher == null || broker.isEmpty()
        ? null
        : Drafts.admitted(catalog, actor.require(), publisher, broker.getValue(), team.getValue())
            .orElse(null);
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
      EventTypeDraft draft = draft().orElseThrow();
      if (catalog.find(actor.require(), new EventTypeName(draft.name())).isPresent()) {
        nameChanged();
        name.focus();
        return;
      }
      documents.apply(actor.require(), draft.resources(), ApplyOptions.PLAIN);
      Notices.say("Registered " + draft.name() + ".");
      getUI().ifPresent(ui -> ui.navigate("event-types/" + draft.name()));
    } catch (MeshException e) {
      preview.fault(e);
      save.setEnabled(true);
    }
  }
}
