package io.meshwork.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules that only the sources show. */
class SourcesTests {
  private static final Pattern PRODUCT =
      Pattern.compile(
          "(?i)\\b\\w*(kafka|eventbridge|rabbitmq|rabbit|jetstream|mosquitto|pulsar|sqs|kinesis)\\w*");
  private static final Pattern BUNDLE =
      Pattern.compile("@(JsModule|CssImport|NpmPackage|Theme)\\b");
  private static final Pattern DRAWER =
      Pattern.compile(
          "/(common|util|utils|helper|helpers|shared|misc)/|(Util|Utils|Helper|Manager|Impl|Base|Common|DTO|Info|V2)\\.java$");
  private static final Pattern TEST =
      Pattern.compile("@(Test|ParameterizedTest|TestFactory|Property|TestTemplate)\\b");
  private static final Pattern LEFT_BEHIND =
      Pattern.compile("TODO|FIXME|@Disabled|@Ignore|Thread\\.sleep\\(|assumeTrue\\(");

  @Test
  void namesNoBrokerProductOutsideTransports() {
    assertThat(
            mainSources("backend", "provisioning", "console-ui")
                .filter(file -> !file.toString().contains("/backend/transport/"))
                .filter(file -> PRODUCT.matcher(withoutDialect(file)).find()))
        .as("main code that names a broker product")
        .isEmpty();
  }

  /** The patterns' dialect is named after where it comes from, in its own room only. */
  private static String withoutDialect(Path file) {
    String text = House.text(file);
    return file.toString().contains("/pattern/") ? text.replace("EventBridge", "") : text;
  }

  @Test
  void findsAProductNameWhereThereIsOne() {
    assertThat(
            mainSources("backend/transport")
                .filter(file -> PRODUCT.matcher(House.text(file)).find()))
        .isNotEmpty();
  }

  @Test
  void asksForNoFrontEndBundle() {
    assertThat(mainSources("console-ui").filter(file -> BUNDLE.matcher(House.text(file)).find()))
        .isEmpty();
    assertThat(House.root().resolve("console-ui/frontend/index.html")).doesNotExist();
  }

  @Test
  void keepsNoDrawers() {
    assertThat(java().map(Path::toString).filter(file -> DRAWER.matcher(file).find())).isEmpty();
  }

  @Test
  void leavesNothingBehindAndNeverSleeps() {
    assertThat(
            java()
                .filter(file -> !file.endsWith("SourcesTests.java"))
                .filter(file -> LEFT_BEHIND.matcher(House.text(file)).find()))
        .isEmpty();
  }

  @Test
  void runsEveryClassThatHoldsTests() {
    assertThat(
            java()
                .filter(file -> file.toString().contains("/src/test/"))
                .filter(file -> TEST.matcher(House.text(file)).find())
                .filter(file -> !House.text(file).contains("abstract class"))
                .map(file -> file.getFileName().toString()))
        .allMatch(name -> name.endsWith("Tests.java") || name.endsWith("IT.java"));
  }

  @Test
  void marksEveryPackageNullSafe() {
    List<Path> unmarked =
        mainSources("backend", "provisioning", "console-ui")
            .map(Path::getParent)
            .distinct()
            .filter(folder -> !House.text(marker(folder)).contains("NullMarked"))
            .toList();

    assertThat(unmarked).isEmpty();
  }

  private static Path marker(Path folder) {
    Path marker = folder.resolve("package-info.java");
    assertThat(marker).exists();
    return marker;
  }

  private static Stream<Path> mainSources(String... folders) {
    return House.sources(folders).stream()
        .filter(file -> file.toString().contains("/src/main/java/"))
        .filter(file -> file.toString().endsWith(".java"));
  }

  private static Stream<Path> java() {
    return House.sources("backend", "provisioning", "console-ui", "infra").stream()
        .filter(file -> file.toString().endsWith(".java"));
  }
}
