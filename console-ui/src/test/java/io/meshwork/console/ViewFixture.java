package io.meshwork.console;

import com.vaadin.browserless.BrowserlessTest;
import com.vaadin.browserless.ViewPackages;
import com.vaadin.browserless.internal.MockVaadin;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.dom.Element;
import com.vaadin.flow.router.Location;
import io.meshwork.api.Documents;
import io.meshwork.browserless.ViewsFromBeans;
import io.meshwork.controlplane.access.Actor;
import io.meshwork.controlplane.access.GlobalRole;
import io.meshwork.controlplane.catalog.ApplyDocuments;
import io.meshwork.controlplane.catalog.ApplyOptions;
import io.meshwork.model.TeamName;
import io.meshwork.model.catalog.TeamRole;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.Jwt;

/** Views without a browser, over the real server with brokers in memory: one for all tests. */
@ViewPackages(packages = "io.meshwork.console")
abstract class ViewFixture extends BrowserlessTest {
  static final Actor ADMIN =
      new Actor(
          "ada", "Ada", new Actor.Holder.Person(), Set.of(GlobalRole.ADMINISTRATOR), Map.of());
  static final Actor SHOP = owner("sam", "shop");
  static final Actor CRM = owner("cleo", "crm");
  static final Actor STRANGER =
      new Actor("sid", "Sid", new Actor.Holder.Person(), Set.of(), Map.of());

  private static final String WORLD =
      """
      ---
      {apiVersion: mesh/v1, kind: Team, metadata: {name: shop}, spec: {}}
      ---
      {apiVersion: mesh/v1, kind: Team, metadata: {name: crm}, spec: {}}
      ---
      {apiVersion: mesh/v1, kind: Region, metadata: {name: eu}, spec: {jurisdiction: eu, reaches: [{region: us, cost: 1}]}}
      ---
      {apiVersion: mesh/v1, kind: Region, metadata: {name: us}, spec: {jurisdiction: us, reaches: [{region: eu, cost: 1}]}}
      ---
      {apiVersion: mesh/v1, kind: Broker, metadata: {name: mem-eu}, spec: {transport: memory, region: eu, settings: {broker: console-eu}}}
      ---
      {apiVersion: mesh/v1, kind: Broker, metadata: {name: mem-us}, spec: {transport: memory, region: us, settings: {broker: console-us}}}
      """;

  private static Actor owner(String subject, String team) {
    return new Actor(
        subject,
        subject,
        new Actor.Holder.Person(),
        Set.of(),
        Map.of(new TeamName(team), TeamRole.OWNER));
  }

  /** Started by the class loader: once, by whoever comes first. */
  private static final class Running {
    static final ServerOfTests SERVER = start();

    private static ServerOfTests start() {
      ServerOfTests server = new ServerOfTests();
      server
          .context()
          .getBean(ApplyDocuments.class)
          .apply(ADMIN, Documents.read(WORLD), ApplyOptions.PLAIN);
      return server;
    }
  }

  static <T> T bean(Class<T> type) {
    return Running.SERVER.context().getBean(type);
  }

  @Override
  protected Set<Class<?>> lookupServices() {
    return Set.of(ViewsFromBeans.class);
  }

  @BeforeAll
  static void boot() {
    ViewsFromBeans.use(() -> Running.SERVER.context().getAutowireCapableBeanFactory());
    bean(ApplyDocuments.class);
  }

  @AfterEach
  void signOut() {
    SecurityContextHolder.clearContext();
  }

  static void signIn(Actor actor) {
    signInAs(actor);
  }

  private static void signInAs(Object principal) {
    TestingAuthenticationToken token = new TestingAuthenticationToken(principal, "", "ROLE_USER");
    token.setAuthenticated(true);
    SecurityContextHolder.getContext().setAuthentication(token);
  }

  /** Opens an address as somebody whose rights are looked up each time, as after a log-in. */
  void openAsPerson(String subject, String address) {
    signInAs(Jwt.withTokenValue("token").header("alg", "none").claim("sub", subject).build());
    go(address);
  }

  /** Opens an address as somebody. */
  void open(Actor actor, String address) {
    signIn(actor);
    go(address);
  }

  private void go(String address) {
    UI.getCurrent().navigate(address.startsWith("brokers") ? "audit" : "brokers");
    Location location = new Location(address);
    UI.getCurrent().navigate(location.getPath(), location.getQueryParameters());
    roundTrip();
  }

  /** All that can be read on the page, with what was pushed to it meanwhile. */
  String page() {
    MockVaadin.clientRoundtrip();
    roundTrip();
    return texts(UI.getCurrent());
  }

  private static String texts(Component component) {
    StringBuilder all = new StringBuilder();
    for (String property :
        List.of("value", "helperText", "errorMessage", "label", "header", "message")) {
      String text = component.getElement().getProperty(property);
      if (text != null) {
        all.append(' ').append(text);
      }
    }
    component
        .getElement()
        .getChildren()
        .filter(Element::isTextNode)
        .forEach(node -> all.append(' ').append(node.getText()));
    component.getChildren().forEach(child -> all.append(texts(child)));
    return all.toString();
  }

  void click(String id) {
    Button button = find(Button.class).id(id);
    test(button).click();
    roundTrip();
  }

  /** Says yes to what is asked. */
  void confirm() {
    test(find(ConfirmDialog.class).single()).confirm();
    roundTrip();
  }

  <T extends Component> T byId(Class<T> type, String id) {
    return find(type).id(id);
  }

  boolean has(String id) {
    return find(Component.class).withId(id).exists();
  }
}
