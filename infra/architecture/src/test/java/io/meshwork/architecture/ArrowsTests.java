package io.meshwork.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The arrows of the house plan point one way. Maven draws them; this keeps poms honest. */
class ArrowsTests {
  private static final Map<String, List<String>> MAY_USE =
      Map.ofEntries(
          Map.entry("model", List.of()),
          Map.entry("schema", List.of("model")),
          Map.entry("pattern", List.of("model")),
          Map.entry("projection", List.of("model")),
          Map.entry("api", List.of("model")),
          Map.entry("transport.spi", List.of("model")),
          Map.entry("transport.tck", List.of("model", "transport.spi")),
          Map.entry("transport.memory", List.of("model", "transport.spi", "pattern", "schema")),
          Map.entry("transport.kafka", List.of("model", "transport.spi", "pattern", "schema")),
          Map.entry(
              "controlplane",
              List.of("model", "schema", "pattern", "projection", "api", "transport.spi")),
          Map.entry(
              "planner", List.of("model", "schema", "pattern", "projection", "transport.spi")),
          Map.entry(
              "deployment",
              List.of(
                  "model",
                  "schema",
                  "pattern",
                  "projection",
                  "api",
                  "transport.spi",
                  "planner",
                  "controlplane")),
          Map.entry(
              "relay", List.of("model", "schema", "pattern", "projection", "api", "transport.spi")),
          Map.entry("cli", List.of("model", "schema", "api", "transport.spi")),
          Map.entry(
              "console",
              List.of(
                  "model",
                  "schema",
                  "pattern",
                  "projection",
                  "api",
                  "transport.spi",
                  "planner",
                  "controlplane",
                  "deployment")));

  @TestFactory
  Stream<DynamicTest> usesOnlyWhatThePlanAllows() {
    return MAY_USE.entrySet().stream()
        .map(
            room ->
                DynamicTest.dynamicTest(
                    room.getKey(), () -> rule(room.getKey()).check(House.CLASSES)));
  }

  private static ArchRule rule(String room) {
    String[] others =
        MAY_USE.keySet().stream()
            .filter(other -> !other.equals(room) && !MAY_USE.get(room).contains(other))
            .map(other -> "io.meshwork." + other + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("io.meshwork." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .allowEmptyShould(room.equals("transport.tck"));
  }

  @Test
  void seesTheClassesOfEveryRoom() {
    for (String room : MAY_USE.keySet()) {
      if (!room.equals("transport.tck")) {
        assertThat(House.CLASSES)
            .as(room)
            .anyMatch(c -> c.getPackageName().startsWith("io.meshwork." + room));
      }
    }
  }

  @Test
  void failsForAnArrowThatIsThere() {
    ArchRule forbidsARealArrow =
        noClasses()
            .that()
            .resideInAPackage("io.meshwork.deployment..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.meshwork.planner..");

    assertThatThrownBy(() -> forbidsARealArrow.check(House.CLASSES))
        .isInstanceOf(AssertionError.class);
  }

  @Test
  void keepsTheModelFreeOfLibraries() {
    classes()
        .that()
        .resideInAPackage("io.meshwork.model..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("io.meshwork.model..", "java..", "org.jspecify..")
        .check(House.CLASSES);
  }

  @Test
  void keepsFrameworksOutOfTheDataPlane() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.meshwork.relay..", "io.meshwork.transport..", "io.meshwork.planner..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "jakarta.persistence..")
        .check(House.CLASSES);
  }

  @Test
  void keepsTheDevelopmentWorldOutOfWhatShips() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.meshwork.local..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.meshwork.local..")
        .check(House.CLASSES);
  }

  @Test
  void namesEveryRoomThatThereIs() {
    String[] known =
        MAY_USE.keySet().stream().map(room -> "io.meshwork." + room + "..").toArray(String[]::new);
    classes()
        .that()
        .resideOutsideOfPackages("io.meshwork.local..", "io.meshwork.architecture..")
        .should()
        .resideInAnyPackage(known)
        .check(House.CLASSES);
  }
}
