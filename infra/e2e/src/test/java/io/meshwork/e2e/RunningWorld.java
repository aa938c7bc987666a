package io.meshwork.e2e;

import io.meshwork.api.ControlPlaneClient;
import io.meshwork.local.Loopback;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * The whole development world, started once a JVM by the same launcher as {@code ./mesh up}: real
 * processes on free ports, with a folder of its own. Stopped when the JVM ends.
 */
final class RunningWorld {
  private static final String[] PORTS = {
    "postgres", "kafka-eu", "kafka-us", "issuer", "control-plane", "relay-eu", "relay-us", "sample"
  };
  private static final Map<String, String> PROGRAMS =
      Map.of(
          "local", "infra/local",
          "console-ui", "console-ui",
          "relay", "provisioning/relay",
          "cli", "provisioning/cli");
  private static final String LAUNCHER = "io.meshwork.local.WorldProgram";

  /** Who owns the world's database. */
  static final String DATABASE_USER = "meshwork";

  private static final long LIMIT_SECONDS = 300;
  private static RunningWorld running;

  private final Path folder;
  private final int console;

  private RunningWorld(Path folder, int console) {
    this.folder = folder;
    this.console = console;
  }

  /** The world, started when first asked for. */
  static synchronized RunningWorld get() {
    if (running == null) {
      running = start();
      Runtime.getRuntime().addShutdownHook(new Thread(running::stop));
    }
    return running;
  }

  /** The checkout that the test runs in. */
  static Path checkout() {
    Path at = Path.of("").toAbsolutePath();
    while (!Files.exists(at.resolve(".mvn"))) {
      at = at.getParent();
    }
    return at;
  }

  String url() {
    return "http://localhost:" + console;
  }

  String password(String user) {
    return property("users.properties", user + ".password");
  }

  /** Where everything of the world lies. */
  Path directory() {
    return folder.resolve(".mesh");
  }

  int port(String process) {
    return Integer.parseInt(property("../ports", process));
  }

  /** One of the world's secrets, by its name in the file that holds them. */
  String secret(String name) {
    return property("secrets.properties", name);
  }

  /** The control plane's database; its password is the secret {@code database}. */
  String database() {
    return "jdbc:postgresql://127.0.0.1:" + port("postgres") + "/meshwork";
  }

  /** The API, as administrator; the caller closes it. */
  ControlPlaneClient api() {
    return new ControlPlaneClient(URI.create(url()), secret("admin-key"));
  }

  /** Applies documents as the command line does, and expects that they are taken. */
  void apply(String documents) {
    try {
      Path file = Files.writeString(Files.createTempFile(folder, "documents", ".yaml"), documents);
      Said said = mesh(List.of("apply", "-f", file.toString()));
      if (said.code() != 0) {
        throw new IllegalStateException(said.out());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Secrets of credentials that the command line was given and keeps. */
  List<String> credentials() {
    List<String> secrets = new ArrayList<>();
    try (var files = Files.walk(folder.resolve("credentials"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        secrets.add(Files.readString(file).strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return secrets;
  }

  /** A file of the world's own, gone with it. */
  Path file(String name, String content) {
    try {
      return Files.writeString(folder.resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a program writes on its way to an exit code. */
  record Said(int code, String out) {}

  /** Runs the command line as {@code ./mesh} does: as administrator. */
  Said mesh(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("io.meshwork.cli.MeshProgram"));
    command.addAll(arguments);
    return java(
        "cli",
        command,
        Map.of(
            "MESH_URL", url(),
            "MESH_API_KEY", "file:" + folder.resolve(".mesh/admin.key"),
            "MESH_CREDENTIALS", folder.resolve("credentials").toString()));
  }

  /** Runs a script in a folder as CI does, with {@code mesh} on its path. */
  Said shell(Path directory, String script, Map<String, String> environment) {
    try {
      Path programs = Files.createDirectories(folder.resolve("bin"));
      Path mesh = programs.resolve("mesh");
      Files.writeString(
          mesh,
          """
          #!/bin/sh
          CLASSPATH='%s' exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 io.meshwork.cli.MeshProgram "$@"
          """
              .formatted(
                  classPath("cli"), Path.of(System.getProperty("java.home"), "bin", "java")));
      mesh.toFile().setExecutable(true);
      ProcessBuilder builder =
          new ProcessBuilder("bash", "-e", "-o", "pipefail", "-c", script)
              .directory(directory.toFile())
              .redirectErrorStream(true);
      builder.environment().put("PATH", programs + ":" + System.getenv("PATH"));
      builder.environment().put("MESH_URL", url());
      builder.environment().putAll(environment);
      return said(builder, script);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks the API for something without a body, as administrator; the status. */
  int post(String path) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url() + "/api/v1/" + path))
              .header("X-Api-Key", Files.readString(folder.resolve(".mesh/admin.key")).strip())
              .POST(HttpRequest.BodyPublishers.noBody())
              .build();
      try (HttpClient client = HttpClient.newHttpClient()) {
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends a process of the world and waits until it is gone. */
  void kill(String process) {
    handle(process)
        .ifPresent(
            handle -> {
              handle.destroyForcibly();
              handle.onExit().join();
            });
  }

  /** Freezes a process, or lets it go on: SIGSTOP or SIGCONT. */
  void signal(String process, String name) {
    String pid = Long.toString(handle(process).orElseThrow().pid());
    try {
      new ProcessBuilder("kill", "-" + name, pid).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts what does not run. */
  void up(String... flags) {
    List<String> command = launch("up");
    command.addAll(List.of(flags));
    Said said = java("local", command, Map.of());
    if (said.code() != 0) {
      throw new IllegalStateException(said.out());
    }
  }

  Optional<ProcessHandle> handle(String process) {
    try {
      Path file = folder.resolve(".mesh/run/" + process + ".pid");
      return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static RunningWorld start() {
    try {
      Path folder = Files.createTempDirectory("meshwork-e2e");
      Path build = Files.createDirectories(folder.resolve(".mesh/build"));
      for (Map.Entry<String, String> program : PROGRAMS.entrySet()) {
        Files.writeString(
            build.resolve(program.getKey() + ".classpath"), classPath(program.getKey()));
      }
      Files.createDirectories(folder.resolve("infra/local"));
      for (String part : List.of("world", "sample")) {
        Files.createSymbolicLink(
            folder.resolve("infra/local").resolve(part), checkout().resolve("infra/local/" + part));
      }
      Properties ports = new Properties();
      for (String process : PORTS) {
        ports.setProperty(process, Integer.toString(Loopback.freePort()));
      }
      try (var out = Files.newOutputStream(folder.resolve("ports"))) {
        ports.store(out, null);
      }
      RunningWorld world =
          new RunningWorld(folder, Integer.parseInt(ports.getProperty("control-plane")));
      try {
        world.up();
      } catch (IllegalStateException e) {
        // Says how its log ends; what did start is stopped already.
        world.remove();
        throw e;
      }
      return world;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> launch(String command) {
    List<String> arguments = new ArrayList<>(List.of(LAUNCHER, folder.toString(), command));
    if (command.equals("up")) {
      for (String process : PORTS) {
        arguments.addAll(List.of("--port-" + process, property("../ports", process)));
      }
    }
    return arguments;
  }

  private void stop() {
    java("local", launch("down"), Map.of());
    remove();
  }

  private void remove() {
    try (var files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String property(String file, String name) {
    Properties properties = new Properties();
    try (InputStream in = Files.newInputStream(folder.resolve(".mesh").resolve(file))) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty(name);
  }

  /** Each program on its own class path, as its module's build wrote it down. */
  private static String classPath(String program) {
    Path target = checkout().resolve(PROGRAMS.get(program)).resolve("target");
    try {
      return target.resolve("classes")
          + File.pathSeparator
          + Files.readString(target.resolve("runtime.classpath")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Said java(String program, List<String> arguments, Map<String, String> environment) {
    List<String> command =
        new ArrayList<>(
            Arrays.asList(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("CLASSPATH", classPath(program));
    builder.environment().putAll(environment);
    return said(builder, arguments.toString());
  }

  private Said said(ProcessBuilder builder, String what) {
    try {
      Path out = Files.createTempFile(folder, "said", ".txt");
      Process process = builder.redirectOutput(out.toFile()).start();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IllegalStateException(what + " takes longer than " + LIMIT_SECONDS + " s");
      }
      return new Said(process.exitValue(), Files.readString(out, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
