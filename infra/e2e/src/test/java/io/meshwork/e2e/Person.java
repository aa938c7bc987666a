package io.meshwork.e2e;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A person at a browser, signed in as one user of the development world. */
final class Person implements AutoCloseable {
  private static final List<ColorScheme> SCHEMES = List.of(ColorScheme.LIGHT, ColorScheme.DARK);
  private final BrowserContext context;
  private final Page page;
  private final RunningWorld world;

  Person(Browser browser, RunningWorld world, String user) {
    this.world = world;
    this.context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(1440, 900)
                .setReducedMotion(com.microsoft.playwright.options.ReducedMotion.REDUCE));
    this.page = context.newPage();
    page.setDefaultTimeout(60_000);
    page.navigate(world.url() + "/");
    page.fill("#username", user);
    page.fill("#password", world.password(user));
    page.click("button[type=submit]");
    page.waitForSelector("main#content");
  }

  static Playwright playwright() {
    return Playwright.create(
        new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
  }

  /** The system's browser, without what it does on the network by itself. */
  static Browser browser(Playwright playwright) {
    return playwright
        .chromium()
        .launch(
            new BrowserType.LaunchOptions()
                .setExecutablePath(Path.of("/usr/bin/chromium"))
                .setArgs(
                    List.of(
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-quic",
                        "--no-first-run")));
  }

  Page page() {
    return page;
  }

  /** Opens a view and waits until it is there. */
  Person open(String path) {
    page.navigate(world.url() + "/" + path);
    page.waitForSelector("main#content");
    return this;
  }

  /** The field of a component with this id. */
  Locator field(String id) {
    return page.locator("#" + id + " input, #" + id + " textarea").first();
  }

  void type(String id, String text) {
    field(id).fill(text);
    field(id).blur();
  }

  /** Types a value that a list of choices does not hold. */
  void name(String id, String text) {
    field(id).click();
    field(id).pressSequentially(text);
    field(id).press("Enter");
    field(id).blur();
  }

  void choose(String id, String item) {
    page.locator("#" + id).click();
    page.locator("vaadin-select-item, vaadin-combo-box-item")
        .filter(new Locator.FilterOptions().setHasText(item))
        .first()
        .click();
  }

  /** Pictures of a view in both sizes, light and dark, kept in the guide. */
  void picture(String name) {
    page.waitForLoadState(LoadState.NETWORKIDLE, new Page.WaitForLoadStateOptions());
    for (ColorScheme scheme : SCHEMES) {
      scheme(scheme);
      shoot(name, "wide", scheme, 1440, 900);
      shoot(name, "phone", scheme, 390, 844);
    }
    page.setViewportSize(1440, 900);
    scheme(ColorScheme.LIGHT);
  }

  private void scheme(ColorScheme scheme) {
    page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
  }

  private void shoot(String name, String size, ColorScheme scheme, int width, int height) {
    page.setViewportSize(width, height);
    Path folder = RunningWorld.checkout().resolve("docs/guide/screens");
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(
                folder.resolve(
                    name + "-" + size + "-" + scheme.name().toLowerCase(Locale.ROOT) + ".png")));
  }

  /**
   * What axe-core finds wrong with the view, light and dark, in words; but for the tabs component,
   * which keeps its scroll buttons beside its tabs, the framework's own indicator of the
   * connection, and the role that its dialogs give their footers.
   */
  List<String> violations() {
    List<String> found = new ArrayList<>();
    for (ColorScheme scheme : SCHEMES) {
      scheme(scheme);
      inThisScheme().forEach(fault -> found.add(scheme + " " + fault));
    }
    scheme(ColorScheme.LIGHT);
    return found;
  }

  private List<String> inThisScheme() {
    return new AxeBuilder(page)
            .exclude("vaadin-tabs")
            .exclude("vaadin-connection-indicator")
            .withTags(List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"))
            .analyze()
            .getViolations()
            .stream()
            .filter(
                rule ->
                    rule.getNodes().stream()
                        .anyMatch(node -> !node.getHtml().startsWith("<footer part=\"footer\"")))
            .map(
                rule ->
                    rule.getId()
                        + ": "
                        + rule.getNodes().stream()
                            .map(node -> node.getHtml())
                            .limit(3)
                            .collect(Collectors.joining(" | ")))
            .toList();
  }

  @Override
  public void close() {
    context.close();
  }
}
