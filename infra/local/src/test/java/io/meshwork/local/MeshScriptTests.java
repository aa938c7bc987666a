package io.meshwork.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher against made-up Javas and a made-up Maven, which print what they were called with.
 */
class MeshScriptTests {
  private static final String JAVA =
      "#!/bin/sh\necho \"java $*\"\necho \"url=$MESH_URL key=$MESH_API_KEY\"\n";

  @TempDir private Path temporary;
  private Path checkout;
  private Path tools;
  private final Map<String, String> environment = new TreeMap<>();

  private record Answer(int status, String text) {}

  @BeforeEach
  void layOutACheckout() throws IOException {
    checkout = Files.createDirectories(temporary.resolve("check out"));
    Files.copy(Path.of("../../mesh"), checkout.resolve("mesh"), StandardCopyOption.COPY_ATTRIBUTES);
    for (String part : List.of("backend", "provisioning", "console-ui", "infra")) {
      Files.createDirectories(checkout.resolve(part).resolve("src/main/java"));
    }
    Files.writeString(checkout.resolve("pom.xml"), "<project/>");
    tools = Files.createDirectories(temporary.resolve("tools"));
    for (String tool :
        List.of(
            "bash",
            "sh",
            "dirname",
            "basename",
            "cat",
            "grep",
            "find",
            "head",
            "sed",
            "tail",
            "env")) {
      wrap(tool);
    }
    environment.put("PATH", tools.toString());
    environment.put("HOME", temporary.toString());
    environment.put("MESH_JVM_PLACES", temporary + "/jvm/*25*");
    environment.put("MESH_MAC_JAVA_HOME", temporary + "/java_home");
  }

  @Test
  void saysInOneLineWhatIsMissingWithoutAJdk25() throws Exception {
    environment.put("JAVA_HOME", jdk("elsewhere/17", "17.0.2").toString());

    Answer answer = mesh("status");

    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.text()).startsWith("mesh: no JDK 25 found").contains("apt-get", "JAVA_HOME");
    assertThat(answer.text().strip()).doesNotContain("\n");
  }

  @Test
  void takesJavaHomeIfItIs25() throws Exception {
    pretendBuilt();
    Path home = jdk("elsewhere/mine", "25.0.1");
    environment.put("JAVA_HOME", home.toString());
    jdk("jvm/temurin-25", "25.0.3");

    assertThat(mesh("status").text()).contains("io.meshwork.local.WorldProgram");
    Files.delete(home.resolve("bin/java"));
    assertThat(mesh("status").text()).contains("io.meshwork.local.WorldProgram");
  }

  @Test
  void passesByARuntimeWithoutCompilerAndAnotherVersion() throws Exception {
    pretendBuilt();
    Files.delete(jdk("jvm/a-jre-25", "25.0.3").resolve("bin/javac"));
    jdk("jvm/b-not-25", "21.0.1");

    assertThat(mesh("status").text()).startsWith("mesh: no JDK 25 found");
    jdk("jvm/c-25", "25");
    assertThat(mesh("status").status()).isZero();
  }

  @Test
  void asksMacOsForItsJava() throws Exception {
    pretendBuilt();
    Path home = jdk("Library/home", "25.0.3");
    program(
        temporary.resolve("java_home"), "#!/bin/sh\n[ \"$*\" = '-v 25' ] && echo '" + home + "'\n");

    assertThat(mesh("status").status()).isZero();
  }

  @Test
  void handsCommandAndFlagsToTheWorld() throws Exception {
    pretendBuilt();
    jdk("jvm/temurin-25", "25.0.3");

    assertThat(mesh("up", "--port-issuer", "9000").text())
        .contains("io.meshwork.local.WorldProgram " + checkout + " up --port-issuer 9000");
    assertThat(mesh("down").text()).contains(checkout + " down");
    assertThat(mesh("users").text()).contains(checkout + " users");
  }

  @Test
  void saysWhenNothingIsBuilt() throws Exception {
    jdk("jvm/temurin-25", "25.0.3");

    assertThat(mesh("down").text()).contains("nothing has been built here yet; ./mesh up does it");
  }

  @Test
  void namesMavenWhenItMustBuildAndCannot() throws Exception {
    jdk("jvm/temurin-25", "25.0.3");
    wrap("date");

    Answer answer = mesh("up");

    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.text()).contains("no Maven found").contains("3.8.7");
  }

  @Test
  void doesNotRebuildUnderWhatRuns() throws Exception {
    pretendBuilt();
    jdk("jvm/temurin-25", "25.0.3");
    Files.writeString(checkout.resolve("backend/src/main/java/New.java"), "class New {}");
    Path run = Files.createDirectories(checkout.resolve(".mesh/run"));
    Files.writeString(run.resolve("issuer.pid"), ProcessHandle.current().pid() + "\n");

    Answer answer = mesh("up");

    assertThat(answer.status()).isZero();
    assertThat(answer.text()).contains("The sources have changed", "WorldProgram");
  }

  @Test
  void ignoresChangesOfTestsAndBuildResults() throws Exception {
    pretendBuilt();
    jdk("jvm/temurin-25", "25.0.3");
    for (String path :
        List.of("backend/src/test/java/XTests.java", "backend/target/x/src/main/java/Y.java")) {
      Files.createDirectories(checkout.resolve(path).getParent());
      Files.writeString(checkout.resolve(path), "");
    }

    assertThat(mesh("up").text()).doesNotContain("Maven", "changed").contains("WorldProgram");
  }

  @Test
  void givesOtherWordsToTheClientWithAddressAndKeyOfTheWorld() throws Exception {
    pretendBuilt();
    jdk("jvm/temurin-25", "25.0.3");
    Files.writeString(checkout.resolve(".mesh/admin.key"), "secret");
    Files.writeString(checkout.resolve(".mesh/ports.properties"), "control-plane=8085\n");

    assertThat(mesh("get", "brokers").text())
        .contains("io.meshwork.cli.MeshProgram get brokers")
        .contains("url=http://localhost:8085 key=file:" + checkout + "/.mesh/admin.key");
  }

  @Test
  void keepsTheWorldsKeyFromOtherAddresses() throws Exception {
    pretendBuilt();
    jdk("jvm/temurin-25", "25.0.3");
    Files.writeString(checkout.resolve(".mesh/admin.key"), "secret");
    environment.put("MESH_URL", "https://mesh.example.org");

    assertThat(mesh("get", "brokers").text()).contains("url=https://mesh.example.org key=\n");
  }

  @Test
  void namesWhatTheTestsNeed() throws Exception {
    Answer answer = mesh("test");

    assertThat(answer.status()).isEqualTo(1);
    assertThat(answer.text())
        .contains("maven", "shellcheck", "chromium", "./mesh test --install")
        .doesNotContain("apt-get");
    assertThat(mesh("test", "--install").text()).contains("install by hand");
    assertThat(mesh("test", "--fast").text()).contains("'--fast'");
  }

  @Test
  void runsTheLongTestsAndNoOther() throws Exception {
    environment.put("JAVA_HOME", jdk("elsewhere/mine", "25.0.1").toString());
    program(tools.resolve("mvn"), "#!/bin/sh\necho \"mvn $*\"\n");

    assertThat(mesh("soak").text())
        .contains("-Dgroups=soak -DexcludedGroups= -Dsoak.minutes=10 verify");
    assertThat(mesh("soak", "--minutes", "2").text()).contains("-Dsoak.minutes=2 verify");
    for (String bad : List.of("", "0", "soon", "-1")) {
      assertThat(mesh("soak", "--minutes", bad))
          .isEqualTo(new Answer(1, "mesh: --minutes takes a number from 1, not '" + bad + "'\n"));
    }
    assertThat(mesh("soak", "--fast").text()).contains("'--fast'");
  }

  @Test
  void showsALogAndNamesThoseThereAre() throws Exception {
    pretendBuilt();
    Path log = Files.createDirectories(checkout.resolve(".mesh/log"));
    Files.writeString(log.resolve("relay-eu.log"), "hello from the relay\n");

    assertThat(mesh("logs", "relay-eu").text()).isEqualTo("hello from the relay\n");
    assertThat(mesh("logs", "relay-xx").text()).contains("no log 'relay-xx'", "relay-eu");
    assertThat(mesh("logs", "../admin").text()).contains("no log");
    assertThat(mesh("logs").status()).isEqualTo(1);
  }

  @Test
  void explainsItself() throws Exception {
    assertThat(mesh("help").text()).contains("./mesh up", "--port-NAME", "./mesh users");
    assertThat(mesh().status()).isEqualTo(1);
  }

  private void pretendBuilt() throws IOException {
    Path build = Files.createDirectories(checkout.resolve(".mesh/build"));
    for (String module : List.of("local", "cli", "relay", "console-ui")) {
      Files.writeString(build.resolve(module + ".classpath"), module + ".jar\n");
    }
    Path stamp = Files.writeString(build.resolve("stamp"), "");
    Files.setLastModifiedTime(stamp, FileTime.from(Instant.now().minusSeconds(30)));
    Files.setLastModifiedTime(
        checkout.resolve("pom.xml"), FileTime.from(Instant.now().minusSeconds(60)));
    for (String part : List.of("backend", "provisioning", "console-ui", "infra")) {
      Files.setLastModifiedTime(
          checkout.resolve(part).resolve("src/main/java"),
          FileTime.from(Instant.now().minusSeconds(60)));
    }
  }

  private Path jdk(String place, String version) throws IOException {
    Path home = temporary.resolve(place);
    Files.createDirectories(home.resolve("bin"));
    program(home.resolve("bin/java"), JAVA);
    program(home.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return home;
  }

  private static void program(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Not a link: the clean-up of temporary directories warns about those. */
  private void wrap(String tool) throws IOException {
    program(tools.resolve(tool), "#!/bin/sh\nexec " + located(tool) + " \"$@\"\n");
  }

  private static Path located(String tool) {
    return List.of("/bin", "/usr/bin").stream()
        .map(directory -> Path.of(directory, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  private Answer mesh(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(checkout.resolve("mesh").toString()));
    command.addAll(List.of(arguments));
    Path output = temporary.resolve("output");
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Answer(process.exitValue(), Files.readString(output));
  }
}
