package io.meshwork.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A Java program of this class path, to be started with this Java in a process of its own. */
final class JavaProcess {
  private final Class<?> program;
  private final List<String> options = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();

  JavaProcess(Class<?> program) {
    this.program = program;
  }

  JavaProcess option(String option) {
    options.add(option);
    return this;
  }

  JavaProcess argument(String argument) {
    arguments.add(argument);
    return this;
  }

  /** Starts it with both outputs appended to the log. */
  Process start(Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(options);
    command.add(program.getName());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    // In the environment rather than on the command line, which has a limit and is shown by ps.
    builder.environment().put("CLASSPATH", Objects.requireNonNull(classPath()));
    File file = log.toFile();
    return builder
        .redirectErrorStream(true)
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectOutput(ProcessBuilder.Redirect.appendTo(file))
        .start();
  }

  /** Surefire's forks may hide the real class path behind a jar that they delete. */
  private static String classPath() {
    String tests = System.getProperty("surefire.test.class.path");
    return tests == null ? System.getProperty("java.class.path") : tests;
  }
}
