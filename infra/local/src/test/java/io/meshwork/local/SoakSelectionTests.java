package io.meshwork.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Long tests run when asked for, never else. */
class SoakSelectionTests {
  private static final Path CHECKOUT = Path.of("../..");

  /**
   * A plugin's configuration would win over the command line, and {@code ./mesh soak} would run
   * nothing.
   */
  @Test
  void isAPropertyOfTheParentAndOfNoPlugin() throws Exception {
    List<String> places = new ArrayList<>();
    for (Path pom : files("pom.xml")) {
      var document = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
      Element root = document.parse(pom.toFile()).getDocumentElement();
      for (String name : List.of("groups", "excludedGroups")) {
        NodeList found = root.getElementsByTagName(name);
        for (int i = 0; i < found.getLength(); i++) {
          Node parent = found.item(i).getParentNode();
          places.add(
              CHECKOUT.relativize(pom)
                  + " "
                  + parent.getNodeName()
                  + " "
                  + name
                  + "="
                  + found.item(i).getTextContent());
        }
      }
    }

    assertThat(places).containsExactly("pom.xml properties excludedGroups=soak");
  }

  @Test
  void findsItsTestsByNamesThatThePluginsRun() throws Exception {
    List<Path> soaking = new ArrayList<>();
    for (Path source : files(".java")) {
      if (Files.readString(source).contains("@Tag(\"so" + "ak\")")) {
        soaking.add(source.getFileName());
      }
    }

    assertThat(soaking)
        .isNotEmpty()
        .allMatch(
            name -> name.toString().endsWith("IT.java") || name.toString().endsWith("Tests.java"));
  }

  private static List<Path> files(String suffix) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String part : List.of("backend", "provisioning", "console-ui", "infra")) {
      try (Stream<Path> files = Files.walk(CHECKOUT.resolve(part))) {
        files
            .filter(file -> file.toString().endsWith(suffix))
            .filter(file -> !file.toString().contains("/target/"))
            .forEach(found::add);
      }
    }
    if (suffix.equals("pom.xml")) {
      found.add(CHECKOUT.resolve("pom.xml"));
    }
    return found;
  }

  /** Fails a run without {@code ./mesh soak} if the default selection let it through. */
  @Test
  @Tag("soak")
  void runsOnlyWhenAskedFor() {
    assertThat(System.getProperty("soak.minutes")).as("given by ./mesh soak").isNotNull();
  }
}
