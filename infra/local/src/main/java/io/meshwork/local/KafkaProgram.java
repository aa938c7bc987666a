package io.meshwork.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import kafka.Kafka;

/**
 * One development Kafka cluster as a process: {@code NAME PORT DIRECTORY USERS-FILE}. The users
 * file holds {@code name=password} lines, one of them for the super user; {@code more.properties}
 * in the directory, if there, broker properties that differ from the usual.
 *
 * <p>Formats the directory on its first start, then runs until SIGTERM. With {@code
 * -Dmeshwork.local.parent=PID} it ends when that process does.
 */
public final class KafkaProgram {
  static final String PARENT = "meshwork.local.parent";

  private KafkaProgram() {}

  /** Runs the broker in this process. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 4) {
      System.err.println("usage: KafkaProgram NAME PORT DIRECTORY USERS-FILE");
      System.exit(1);
    }
    followParent();
    KafkaSettings settings =
        settings(
            arguments[0],
            Integer.parseInt(arguments[1]),
            Path.of(arguments[2]),
            Path.of(arguments[3]));
    Path properties = new KafkaFiles(settings).prepare();
    Kafka.main(new String[] {properties.toString()});
  }

  static KafkaSettings settings(String name, int port, Path directory, Path usersFile) {
    Map<String, String> users = new HashMap<>();
    PrivateFiles.properties(usersFile)
        .forEach((user, password) -> users.put(user.toString(), password.toString()));
    String superPassword = users.remove(KafkaSettings.SUPER_USER);
    if (superPassword == null) {
      throw new LocalException(
          usersFile + " has no line '" + KafkaSettings.SUPER_USER + "=PASSWORD'; add one.");
    }
    return new KafkaSettings(
        name,
        port,
        directory,
        superPassword,
        users,
        KafkaSettings.HEAP_MEGABYTES,
        port,
        more(KafkaFiles.moreFile(directory)));
  }

  private static Map<String, String> more(Path file) {
    Map<String, String> more = new HashMap<>();
    if (Files.exists(file)) {
      PrivateFiles.properties(file)
          .forEach((key, value) -> more.put(key.toString(), value.toString()));
    }
    return more;
  }

  private static void followParent() {
    Long parent = Long.getLong(PARENT);
    if (parent != null) {
      Thread.ofPlatform().daemon().start(() -> endWith(parent));
    }
  }

  private static void endWith(long parent) {
    ProcessHandle.of(parent).ifPresent(handle -> handle.onExit().join());
    Runtime.getRuntime().halt(1);
  }
}
